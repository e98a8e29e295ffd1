/// SMTP in and submission (RFC 5321, RFC 6409, RFC 8314): listeners of both roles, from the octets
/// of a command to a message that is durable in its recipients' mailboxes.
///
/// [SmtpEndpoint] is what a listener is given; it makes an [org.posthorn.smtp.session.SmtpSession]
/// for each connection. Below it: `.command` (words), `.wire` (octets to words), `.transaction`
/// (what a mail transaction is made of), `.policy` (what is taken and what refused), `.delivery`
/// (effects), `.session` (state and handlers).
///
/// Invariants: nothing is relayed for anybody who has not logged in on a submission listener; only
/// CRLF.CRLF ends a message; a message is acknowledged when it is durable, and not before; a
/// message is never held whole in the heap. Deliberately absent: sending to other hosts
/// ([org.posthorn.smtp.transaction.RemoteDelivery] is the place for it).
///
/// Read [SmtpEndpoint], then [org.posthorn.smtp.session.SmtpSession].
@NullMarked
package org.posthorn.smtp;

import org.jspecify.annotations.NullMarked;
