package org.posthorn.pop3.session;

import org.posthorn.config.ConnectionLimits;

/// What the sessions of a listener have in common.
///
/// @param hostname how the server names itself
/// @param limits what a client may do
public record Pop3Settings(String hostname, ConnectionLimits limits) {}
