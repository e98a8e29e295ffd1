/// Logging in, whatever the wire: SASL (RFC 4422) with PLAIN (RFC 4616), LOGIN, SCRAM-SHA-256 and
/// -SHA-1 with and without channel binding (RFC 5802, RFC 7677, RFC 5929, RFC 9266), and the plain
/// login commands of IMAP and POP3.
///
/// [org.posthorn.protocol.sasl.Authenticator] is all that protocols use. Behind it each mechanism
/// is a [org.posthorn.protocol.sasl.SaslExchange]: bytes in, a
/// [org.posthorn.protocol.sasl.SaslStep] out. Everything runs on the session's thread and may block
/// on the directory. Deliberately absent: other identities than one's own (an authorization
/// identity must be empty or the login itself), EXTERNAL, and `tls-unique`.
@NullMarked
package org.posthorn.protocol.sasl;

import org.jspecify.annotations.NullMarked;
