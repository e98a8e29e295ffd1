/// Finds the servers that a message goes to, and how secure the way there must be.
///
/// RFC 5321 §5 (MX look-up), RFC 7505 (null MX), RFC 7672 (DANE), RFC 8461 (MTA-STS, in `sts`),
/// RFC 8689 (REQUIRETLS). [SmtpCourier] is what the queue calls; a [DeliveryAttempt] walks from
/// host to host for one message, over connections of [ConnectionCache]. [Routes] says what the
/// configuration wants for a destination, [MailHosts] and [HostAddresses] ask the DNS, and
/// [TlsPolicies] says what a connection to one host must fulfil.
///
/// Rules: a host's refusal of a recipient or a message is the destination's answer; only what
/// happens before that (no connection, no TLS, a greeting that is none, 4yz to MAIL) leads to the
/// next host. A message that may have arrived is never sent to another host in the same attempt.
/// Everything is bounded: hosts, addresses, time. Read [SmtpCourier] first.
@NullMarked
package org.posthorn.smtp.outbound.route;

import org.jspecify.annotations.NullMarked;
