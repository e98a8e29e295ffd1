/// Bytes of SMTP to values and back.
///
/// [CommandParser] turns a line into a [org.posthorn.smtp.command.SmtpCommand] or into the reply
/// that says what is wrong with it (RFC 5321 §4.1, RFC 1870, RFC 3030, RFC 3461, RFC 4954, RFC
/// 6152, RFC 6531); it never throws. [ReplyEncoder] is the only place that writes a reply's bytes,
/// so no text can add a line of its own.
///
/// Parsers are strict where leniency helps an attacker (line ends, control characters, addresses
/// without brackets) and lenient where clients err harmlessly (blanks behind `FROM:`, case).
/// Deliberately absent: message content; its lines are unstuffed by
/// [org.posthorn.protocol.frame.DataStream].
@NullMarked
package org.posthorn.smtp.wire;

import org.jspecify.annotations.NullMarked;
