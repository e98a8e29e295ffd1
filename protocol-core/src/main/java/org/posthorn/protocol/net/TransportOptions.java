package org.posthorn.protocol.net;

import java.time.Duration;

/// How the transport works.
///
/// @param eventLoops threads that move bytes; 0 for one a processor
/// @param preferNative take epoll where it loads, else NIO
/// @param backlog connections that the system holds before they are accepted
/// @param timeoutCheck how often connections are looked at for timeouts: how late a timeout may
///     come
public record TransportOptions(
    int eventLoops, boolean preferNative, int backlog, Duration timeoutCheck) {

  /// Native where possible, one event loop a processor.
  public static final TransportOptions DEFAULT =
      new TransportOptions(0, true, 4096, Duration.ofMillis(500));

  /// The same with another [#timeoutCheck].
  public TransportOptions withTimeoutCheck(Duration interval) {
    return new TransportOptions(eventLoops, preferNative, backlog, interval);
  }

  /// The same with or without native transport.
  public TransportOptions withNative(boolean nativeTransport) {
    return new TransportOptions(eventLoops, nativeTransport, backlog, timeoutCheck);
  }
}
