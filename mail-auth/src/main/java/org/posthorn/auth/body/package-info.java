/// Hashes a message while it streams in: the header is collected, the body only hashed, in as many
/// ways as the signatures in the header need (RFC 6376 §3.4, §3.7).
///
/// Memory is bounded by the limit on the header, whatever the message is like, and feeding a
/// message in other pieces never changes the result. Read [MessageHasher] first.
@NullMarked
package org.posthorn.auth.body;

import org.jspecify.annotations.NullMarked;
