package org.posthorn.protocol.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The counters of one protocol. Thread-safe.
///
/// Names given by callers must come from a fixed set (an enum's metric names), never from a client.
public final class ProtocolMetrics {
  private record Key(String name, String outcome) {}

  private final MeterRegistry registry;
  private final String protocol;
  private final AtomicInteger open;
  private final Counter opened;
  private final Counter bytesIn;
  private final Counter bytesOut;
  private final Counter failures;
  private final ConcurrentMap<Key, Timer> commands = new ConcurrentHashMap<>();
  private final ConcurrentMap<Key, Counter> logins = new ConcurrentHashMap<>();

  /// Meters for `protocol`; several listeners of one name share them.
  public ProtocolMetrics(MeterRegistry registry, String protocol) {
    this.registry = registry;
    this.protocol = protocol;
    this.open = new AtomicInteger();
    registry.gauge("posthorn.connections.open", Tags.of("protocol", protocol), open);
    this.opened = registry.counter("posthorn.connections", "protocol", protocol);
    this.bytesIn = registry.counter("posthorn.bytes", "protocol", protocol, "direction", "in");
    this.bytesOut = registry.counter("posthorn.bytes", "protocol", protocol, "direction", "out");
    this.failures = registry.counter("posthorn.session.failures", "protocol", protocol);
  }

  /// A connection was let in.
  public void connectionOpened() {
    open.incrementAndGet();
    opened.increment();
  }

  /// A connection that was let in is closed.
  public void connectionClosed() {
    open.decrementAndGet();
  }

  /// A connection was not let in.
  public void connectionRefused(String reason) {
    registry
        .counter("posthorn.connections.refused", "protocol", protocol, "reason", reason)
        .increment();
  }

  /// Octets came in, before decryption.
  public void received(long octets) {
    bytesIn.increment((double) octets);
  }

  /// Octets went out, before encryption.
  public void sent(long octets) {
    bytesOut.increment((double) octets);
  }

  /// A command was run.
  ///
  /// @param name the verb's metric name, such as `fetch`
  /// @param outcome such as `ok`, `no`, `bad`, or the class of a reply code
  /// @param nanos how long it took
  public void command(String name, String outcome, long nanos) {
    commands
        .computeIfAbsent(
            new Key(name, outcome),
            key ->
                registry.timer(
                    "posthorn.commands",
                    "protocol",
                    protocol,
                    "command",
                    key.name(),
                    "outcome",
                    key.outcome()))
        .record(Duration.ofNanos(nanos));
  }

  /// A login was tried.
  public void login(String mechanism, String outcome) {
    logins
        .computeIfAbsent(
            new Key(mechanism, outcome),
            key ->
                registry.counter(
                    "posthorn.logins",
                    "protocol",
                    protocol,
                    "mechanism",
                    key.name(),
                    "outcome",
                    key.outcome()))
        .increment();
  }

  /// A TLS handshake ended.
  ///
  /// @param version such as `TLSv1.3`, or `none` if it failed
  public void handshake(String version, String outcome) {
    registry
        .counter(
            "posthorn.tls.handshakes", "protocol", protocol, "version", version, "outcome", outcome)
        .increment();
  }

  /// A session met an unexpected failure.
  public void failure() {
    failures.increment();
  }
}
