package org.posthorn.config.schema;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.OutboundTimeouts;

/// The settings of `[outbound.timeouts]`.
final class OutboundTimeoutsSection {
  private static final Setting<OutboundTimeouts, Duration> CONNECT =
      Setting.of(
          "connect",
          Types.duration("100ms", "10m"),
          OutboundTimeouts::connect,
          """
          How long a connection may take to be made.
          """);

  private static final Setting<OutboundTimeouts, Duration> GREETING =
      Setting.of(
          "greeting",
          Types.duration("100ms", "1h"),
          OutboundTimeouts::greeting,
          """
          How long a server may take to greet; how long a TLS handshake may take.
          """);

  private static final Setting<OutboundTimeouts, Duration> COMMAND =
      Setting.of(
          "command",
          Types.duration("100ms", "1h"),
          OutboundTimeouts::command,
          """
          How long a server may take to answer a command.
          """);

  private static final Setting<OutboundTimeouts, Duration> DATA =
      Setting.of(
          "data",
          Types.duration("100ms", "1h"),
          OutboundTimeouts::data,
          """
          How long a server may take to answer DATA.
          """);

  private static final Setting<OutboundTimeouts, Duration> BLOCK =
      Setting.of(
          "block",
          Types.duration("100ms", "1h"),
          OutboundTimeouts::block,
          """
          How long a server may take to take in a piece of the message (64 KB).
          """);

  private static final Setting<OutboundTimeouts, Duration> END =
      Setting.of(
          "end",
          Types.duration("100ms", "1h"),
          OutboundTimeouts::end,
          """
          How long a server may take to answer the end of the message. Less than ten minutes makes second copies more likely: a slow server may have the message already.
          """);

  private static final Setting<OutboundTimeouts, Duration> ATTEMPT =
      Setting.of(
          "attempt",
          Types.duration("1s", "1d"),
          OutboundTimeouts::attempt,
          """
          How long all of it may take, for one message on one connection.
          """);

  static final Section<OutboundTimeouts> SECTION =
      new Section<>(
          "outbound.timeouts",
          "Patience with other servers",
          """
          What RFC 5321 recommends; a message whose time is up is tried again later.
          """,
          List.of(CONNECT, GREETING, COMMAND, DATA, BLOCK, END, ATTEMPT),
          OutboundTimeoutsSection::build);

  private OutboundTimeoutsSection() {}

  private static OutboundTimeouts build(Values<OutboundTimeouts> v) {
    return new OutboundTimeouts(
        v.get(CONNECT),
        v.get(GREETING),
        v.get(COMMAND),
        v.get(DATA),
        v.get(BLOCK),
        v.get(END),
        v.get(ATTEMPT));
  }
}
