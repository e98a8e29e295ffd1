package org.posthorn.auth.dkim;

import java.security.PublicKey;

/// A key as its owner has published it (RFC 6376 §3.6.1). Immutable.
///
/// @param type its kind
/// @param key the key
/// @param bits its size
/// @param testing `t=y`: the owner is only trying; nothing follows from a signature that fails
/// @param strict `t=s`: the identity must be of the very domain
public record PublishedKey(
    KeyType type, PublicKey key, int bits, boolean testing, boolean strict) {}
