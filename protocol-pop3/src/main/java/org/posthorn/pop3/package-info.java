/// POP3 (RFC 1939): from the octets of a command to a message on its way to the client, and to the
/// removal of what the client has marked.
///
/// [Pop3Endpoint] is what a listener is given; it makes an [org.posthorn.pop3.session.Pop3Session]
/// for each connection. Below it: `.command` (words), `.wire` (octets to words and back),
/// `.session` (state and handlers).
///
/// Spoken: RFC 1939 with TOP and UIDL; CAPA, RESP-CODES, PIPELINING, EXPIRE NEVER, IMPLEMENTATION
/// (RFC 2449); STLS (RFC 2595); AUTH with an initial response (RFC 5034); SYS and AUTH response
/// codes (RFC 3206); UTF8 and LANG (RFC 6856).
///
/// Invariants: one session at a time has an account's maildrop; a session sees INBOX as it was at
/// login; a message is removed at QUIT and at no other time; a message is never held whole in the
/// heap. Reading leaves the flags as they are, so that a POP3 client which collects mail does not
/// make it read for IMAP clients. Sizes told by STAT and LIST are octets as stored: a message that
/// came in with bare LF has more on the wire, since each line ends there with CRLF. Messages go out
/// as stored, with or without UTF8.
///
/// Deliberately absent: APOP (it needs passwords kept in the clear; the command is answered with a
/// refusal) and LOGIN-DELAY.
///
/// Read [Pop3Endpoint], then [org.posthorn.pop3.session.Pop3Session].
@NullMarked
package org.posthorn.pop3;

import org.jspecify.annotations.NullMarked;
