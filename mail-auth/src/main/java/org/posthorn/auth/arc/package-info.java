/// ARC (RFC 8617): a chain of what each server on the way has found, and sealed.
///
/// Each server that passes a message on adds a set of three fields: what it found, a signature of
/// the message as it was then, and a seal over all sets so far. [ArcVerification]
/// verifies a chain, [ArcSealer] adds a set.
///
/// Invariants: nothing that a message or the DNS says makes any of this throw, but for the stream
/// itself; there are at most 50 sets (§4.2.1), and so at most 100 signatures and keys; a broken
/// chain stays broken (§5.1.2). Canonical forms, keys and signatures are those of
/// [org.posthorn.auth.dkim]. Read [ArcChain] first, then [ArcVerification].
///
/// A key that is published for a trial only (`t=y`) counts as any other. Who is trusted to seal is
/// not decided here.
@NullMarked
package org.posthorn.auth.arc;

import org.jspecify.annotations.NullMarked;
