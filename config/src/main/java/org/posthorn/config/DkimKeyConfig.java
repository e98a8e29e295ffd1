package org.posthorn.config;

import java.nio.file.Path;

/// A key that signs the mail of a domain: one `[[dkim.key]]`. Immutable.
///
/// @param domain the domain
/// @param selector the name of the key below `_domainkey`
/// @param key PEM file with the private key, RSA or Ed25519, not encrypted
/// @param use what it is used for
public record DkimKeyConfig(String domain, String selector, Path key, DkimUse use) {}
