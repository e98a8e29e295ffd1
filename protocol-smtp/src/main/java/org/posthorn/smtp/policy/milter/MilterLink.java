package org.posthorn.smtp.policy.milter;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Map;
import org.posthorn.config.inbound.MilterConfig;
import org.posthorn.smtp.policy.backend.BackendConnection;
import org.posthorn.smtp.policy.backend.Deadlines;
import org.posthorn.smtp.policy.milter.MilterWire.Head;

/// A connection to a filter that has agreed on options. For one thread.
final class MilterLink implements AutoCloseable {
  /// What SMTP clients wait for is 10 minutes (RFC 5321 §4.5.3.2.6).
  private static final Duration PATIENCE = Duration.ofMinutes(9);

  private static final Duration FAREWELL = Duration.ofSeconds(1);
  private static final int MAX_PROGRESS = 10_000;

  private final MilterWire wire;
  private final Agreement agreement;

  private MilterLink(MilterWire wire, Agreement agreement) {
    this.wire = wire;
    this.agreement = agreement;
  }

  /// Connects and agrees on options.
  static MilterLink open(MilterConfig config, Deadlines deadlines) throws IOException {
    try {
      BackendConnection connection =
          BackendConnection.open(config.address(), config.connectTimeout(), deadlines);
      return agree(connection);
    } catch (ClosedChannelException _) {
      throw late(config.connectTimeout());
    }
  }

  private static MilterLink agree(BackendConnection connection) throws IOException {
    MilterWire wire = new MilterWire(connection);
    boolean agreed = false;
    try {
      byte[] offer = Agreement.offer();
      wire.put(MilterCommand.OPTIONS.code(), offer, 0, offer.length);
      wire.flush();
      Head answer = wire.head();
      if (answer.type() != MilterCommand.OPTIONS.code()) {
        throw new MilterFault("does not agree on options");
      }
      MilterLink link = new MilterLink(wire, Agreement.of(wire.content(answer)));
      connection.rest();
      agreed = true;
      return link;
    } finally {
      if (!agreed) {
        wire.close();
      }
    }
  }

  Agreement agreement() {
    return agreement;
  }

  /// Tells the filter something and waits for what it thinks of it, unless it wants to hear
  /// nothing or to say nothing.
  Answer.Decision ask(
      MilterCommand command, Map<String, String> macros, Duration time, byte[] content)
      throws IOException {
    return ask(command, macros, time, content, content.length);
  }

  /// The same with a part of an array.
  Answer.Decision ask(
      MilterCommand command, Map<String, String> macros, Duration time, byte[] content, int length)
      throws IOException {
    if (!agreement.tells(command)) {
      return new Answer.Continue();
    }
    try {
      wire.connection().extend(time);
      put(command, macros, content, length);
      if (!agreement.answers(command)) {
        return new Answer.Continue();
      }
      wire.flush();
      return decision(time);
    } catch (ClosedChannelException _) {
      throw late(time);
    } finally {
      wire.connection().rest();
    }
  }

  private void put(MilterCommand command, Map<String, String> all, byte[] content, int length)
      throws IOException {
    Map<String, String> macros = agreement.wanted(command, all);
    if (!macros.isEmpty()) {
      byte[] texts = AnswerParser.texts(Macros.alternating(macros));
      byte[] packet = new byte[1 + Math.min(texts.length, MilterWire.MAX_PIECE - 1)];
      packet[0] = (byte) command.code();
      System.arraycopy(texts, 0, packet, 1, packet.length - 1);
      wire.put(MilterCommand.MACROS.code(), packet, 0, packet.length);
    }
    wire.put(command.code(), content, 0, Math.min(length, MilterWire.MAX_PIECE));
  }

  private Answer.Decision decision(Duration time) throws IOException {
    Waiting waiting = new Waiting(time);
    while (true) {
      switch (next()) {
        case Answer.Decision decision -> {
          return decision;
        }
        case Answer.Progress _ -> waiting.more();
        case Answer.Edit _ -> throw new MilterFault("wants changes before the message is there");
      }
    }
  }

  private Answer next() throws IOException {
    Head head = wire.head();
    byte[] content = head.type() == AnswerParser.REPLACE_BODY ? new byte[0] : wire.content(head);
    return AnswerParser.parse(head.type(), content);
  }

  /// Takes the changes that a filter wants.
  interface EditSink {
    /// A change of anything but the body.
    void edit(Answer.Edit edit) throws MilterFault;

    /// A piece of a new body.
    void body(byte[] octets, int offset, int length);
  }

  /// Tells that the message is there, takes the changes and waits for the verdict.
  Answer.Decision end(Map<String, String> macros, Duration time, EditSink sink) throws IOException {
    try {
      wire.connection().extend(time);
      put(MilterCommand.END_OF_MESSAGE, macros, new byte[0], 0);
      wire.flush();
      Waiting waiting = new Waiting(time);
      while (true) {
        Head head = wire.head();
        boolean body = head.type() == AnswerParser.REPLACE_BODY;
        switch (AnswerParser.parse(head.type(), body ? new byte[0] : wire.content(head))) {
          case Answer.Decision decision -> {
            return decision;
          }
          case Answer.Progress _ -> waiting.more();
          case Answer.ReplaceBody edit -> {
            agreement.permit(edit);
            sink.body(new byte[0], 0, 0);
            wire.copy(head, sink::body);
            waiting.more();
          }
          case Answer.Edit edit -> {
            agreement.permit(edit);
            sink.edit(edit);
          }
        }
      }
    } catch (ClosedChannelException _) {
      throw late(time);
    } finally {
      wire.connection().rest();
    }
  }

  /// Time that a filter gets again as often as it says that it is at work, within reason.
  private final class Waiting {
    private final Duration time;
    private final long began = System.nanoTime();
    private int extended;

    Waiting(Duration time) {
      this.time = time;
    }

    void more() throws IOException {
      Duration left = PATIENCE.minusNanos(System.nanoTime() - began);
      extended++;
      if (!left.isPositive() || extended > MAX_PROGRESS) {
        throw new MilterFault("is at work without end");
      }
      wire.connection().extend(time.compareTo(left) < 0 ? time : left);
    }
  }

  /// Tells that the message is not coming after all.
  void abort() throws IOException {
    try {
      wire.connection().extend(FAREWELL);
      wire.put(MilterCommand.ABORT.code(), new byte[0], 0, 0);
      wire.flush();
    } finally {
      wire.connection().rest();
    }
  }

  private static MilterFault late(Duration time) {
    return new MilterFault("no answer within " + time.toMillis() + " ms");
  }

  /// Tells that the session is over, and ends the connection.
  @Override
  public void close() throws IOException {
    try (wire) {
      wire.connection().extend(FAREWELL);
      wire.put(MilterCommand.QUIT.code(), new byte[0], 0, 0);
      wire.flush();
    } catch (IOException _) {
      // Gone already.
    }
  }
}
