package org.posthorn.auth.dns;

/// A TLSA record (RFC 6698 §2.1). Fields that are not assigned are kept as they came.
///
/// @param usage certificate usage, 0 to 255
/// @param selector 0 the whole certificate, 1 its public key
/// @param matching 0 the thing itself, 1 its SHA-256, 2 its SHA-512
/// @param data what to match; never changed
public record TlsaRecord(int usage, int selector, int matching, byte[] data) {}
