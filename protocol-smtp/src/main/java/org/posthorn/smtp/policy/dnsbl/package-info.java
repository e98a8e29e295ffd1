/// What the DNS says of a client: lists with weights (RFC 5782), and whether its address has a name
/// that leads back to it (iprev, RFC 8601 §2.7.3).
///
/// Look-ups begin as early as what they ask about is known, on virtual threads, and are waited for
/// where the verdict is due. DNS that is slow, wrong or silent costs a bounded time and counts
/// nothing.
@NullMarked
package org.posthorn.smtp.policy.dnsbl;

import org.jspecify.annotations.NullMarked;
