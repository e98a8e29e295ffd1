/// DKIM: signs messages and verifies signatures (RFC 6376, with RFC 8301 on algorithms and key
/// sizes, RFC 8463 on Ed25519, RFC 8616 on names that are not ASCII).
///
/// Verifying: [DkimVerification] looks at the signatures of a header, [KeyFinder] gets their keys.
/// Signing: a [SigningKey] makes signatures, a [DomainSigner] knows which keys a domain has.
/// Nothing
/// that a message or the DNS says makes any of this throw: it becomes a [DkimResult]. The rsa-sha1
/// algorithm and keys below 1024 bits are never accepted (RFC 8301 §3). Read [DkimSignature] first.
@NullMarked
package org.posthorn.auth.dkim;

import org.jspecify.annotations.NullMarked;
