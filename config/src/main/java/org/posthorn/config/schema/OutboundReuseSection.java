package org.posthorn.config.schema;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.OutboundReuse;

/// The settings of `[outbound.reuse]`.
final class OutboundReuseSection {
  private static final Setting<OutboundReuse, Integer> MESSAGES =
      Setting.of(
          "messages",
          Types.integer(1, 10_000, "messages"),
          OutboundReuse::messages,
          """
          The most messages sent over one connection. `1` means that none is used again.
          """);

  private static final Setting<OutboundReuse, Integer> BUSY =
      Setting.of(
          "busy",
          Types.integer(1, 1_000, "messages"),
          OutboundReuse::busy,
          """
          After a message the connection is closed at once, unless more mail is due for the same destination, or at least so many messages went to the
          same server within the last five seconds. `1` keeps every connection.
          """);

  private static final Setting<OutboundReuse, Duration> IDLE =
      Setting.of(
          "idle",
          Types.duration("100ms", "5m"),
          OutboundReuse::idle,
          """
          How long a connection is kept open that has nothing to do. Most servers dislike long waits.
          """);

  private static final Setting<OutboundReuse, Integer> PER_HOST =
      Setting.of(
          "per-host",
          Types.integer(0, 1_000, "connections"),
          OutboundReuse::perHost,
          """
          Idle connections to one server that are kept.
          """);

  private static final Setting<OutboundReuse, Integer> TOTAL =
      Setting.of(
          "total",
          Types.integer(0, 100_000, "connections"),
          OutboundReuse::total,
          """
          Idle connections that are kept in all.
          """);

  static final Section<OutboundReuse> SECTION =
      new Section<>(
          "outbound.reuse",
          "Connections used again",
          """
          A connection that has delivered a message may serve further ones to the same server.
          """,
          List.of(MESSAGES, BUSY, IDLE, PER_HOST, TOTAL),
          OutboundReuseSection::build);

  private OutboundReuseSection() {}

  private static OutboundReuse build(Values<OutboundReuse> v) {
    return new OutboundReuse(
        v.get(MESSAGES), v.get(BUSY), v.get(IDLE), v.get(PER_HOST), v.get(TOTAL));
  }
}
