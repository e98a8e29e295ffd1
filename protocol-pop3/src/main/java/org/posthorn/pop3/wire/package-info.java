/// Octets to words and back.
///
/// [CommandParser] reads command lines, [ReplyEncoder] writes replies; [MessageWriter] writes a
/// message as RFC 1939 §3 wants it, and [LineLimit] finds where TOP has to stop. Nothing else in
/// this module knows how POP3 looks on the wire.
///
/// Limits: a line's length is the connection's affair; message numbers have up to ten digits, and
/// larger ones name no message. Parser and encoder are stateless and thread-safe, the others belong
/// to one reply. Read [CommandParser] first.
@NullMarked
package org.posthorn.pop3.wire;

import org.jspecify.annotations.NullMarked;
