package org.posthorn.protocol.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The counters of one protocol. Thread-safe.
///
/// Names given by callers must come from a fixed set (an enum's metric names), never from a client.
public final class ProtocolMetrics {
  private static final String BYTES = "posthorn.bytes";
  private static final String BYTES_DESCRIPTION = "Octets on the wire";

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
    Gauge.builder("posthorn.connections.open", open, AtomicInteger::get)
        .description("Connections that are open")
        .tag("protocol", protocol)
        .register(registry);
    this.opened = counter("posthorn.connections", "Connections that were let in");
    this.bytesIn = counter(BYTES, BYTES_DESCRIPTION, "direction", "in");
    this.bytesOut = counter(BYTES, BYTES_DESCRIPTION, "direction", "out");
    this.failures =
        counter("posthorn.session.failures", "Commands that failed by a mistake of this program");
  }

  private Counter counter(String name, String description, String... tags) {
    return Counter.builder(name)
        .description(description)
        .tag("protocol", protocol)
        .tags(tags)
        .register(registry);
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
    counter("posthorn.connections.refused", "Connections not let in", "reason", reason).increment();
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
                Timer.builder("posthorn.commands")
                    .description("Commands, from their last octet to their reply")
                    .tags("protocol", protocol, "command", key.name(), "outcome", key.outcome())
                    .register(registry))
        .record(Duration.ofNanos(nanos));
  }

  /// A login was tried.
  public void login(String mechanism, String outcome) {
    logins
        .computeIfAbsent(
            new Key(mechanism, outcome),
            key ->
                counter(
                    "posthorn.logins",
                    "Logins tried",
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
    counter("posthorn.tls.handshakes", "TLS handshakes", "version", version, "outcome", outcome)
        .increment();
  }

  /// A session met an unexpected failure.
  public void failure() {
    failures.increment();
  }
}
