package org.posthorn.imap;

import org.posthorn.config.ImapLimits;

/// How the endpoint behaves. Immutable.
///
/// @param productName what greeting and ID call the server
/// @param limits what connections and commands may take
public record ImapOptions(String productName, ImapLimits limits) {}
