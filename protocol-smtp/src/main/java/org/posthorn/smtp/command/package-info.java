/// The words of SMTP: commands, paths, parameters, replies; values only, no bytes and no effects.
///
/// [SmtpCommand] is sealed into the groups that the session dispatches by; [EnvelopeAddress] is an
/// address as it stands in an envelope (RFC 5321 §4.1.2), which the directory never sees in that
/// form; [Reply] is what the server answers (RFC 5321 §4.2) with its enhanced status code
/// (RFC 3463), and [Replies] is the catalogue of all fixed answers.
///
/// Everything here is immutable. Read [SmtpCommand] first.
@NullMarked
package org.posthorn.smtp.command;

import org.jspecify.annotations.NullMarked;
