/// Whether the domains in a message stand behind it: SPF, DKIM, DMARC and iprev for mail from
/// strangers, and what follows from that.
///
/// [SenderAuthentication] is the check. `MessageAuthentication` holds the look-ups of one
/// transaction: they begin at MAIL and while the message comes, on virtual threads, and are waited
/// for once, for a bounded time, when it has come. `SenderPolicy` decides, as configured.
/// `ResultFields` writes Authentication-Results (RFC 8601) and Received-SPF (RFC 7208 §9.1).
/// [VerdictLog] keeps a [VerdictRow] for each message. Read [SenderAuthentication] first.
@NullMarked
package org.posthorn.smtp.policy.auth;

import org.jspecify.annotations.NullMarked;
