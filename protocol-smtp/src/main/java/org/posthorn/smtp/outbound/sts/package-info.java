/// MTA-STS policies of destinations: found, fetched, kept (RFC 8461).
///
/// A domain says by a TXT record that it has a policy, and by HTTPS what it is. [StsPolicies] asks
/// for both and remembers the policy in the store for as long as it is valid, so that nobody can
/// make it forgotten by suppressing either. Read [StsPolicies] first.
@NullMarked
package org.posthorn.smtp.outbound.sts;

import org.jspecify.annotations.NullMarked;
