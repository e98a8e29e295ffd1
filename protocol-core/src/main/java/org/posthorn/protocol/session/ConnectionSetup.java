package org.posthorn.protocol.session;

import java.util.Optional;
import java.util.concurrent.Executor;
import org.posthorn.protocol.metrics.ProtocolMetrics;
import org.posthorn.protocol.tls.TlsContexts;

/// What all connections of one listener share.
///
/// @param factory makes the sessions
/// @param metrics counters of the protocol
/// @param tls certificates, for STARTTLS or for TLS from the start; empty if the listener has none
/// @param implicitTls whether TLS begins with the first octet
/// @param executor runs sessions; each task on a virtual thread of its own
public record ConnectionSetup(
    SessionFactory factory,
    ProtocolMetrics metrics,
    Optional<TlsContexts> tls,
    boolean implicitTls,
    Executor executor) {}
