package org.posthorn.pop3.session;

import java.io.IOException;
import org.posthorn.pop3.command.Reply;
import org.posthorn.pop3.wire.MessageWriter;
import org.posthorn.pop3.wire.ReplyEncoder;
import org.posthorn.protocol.session.Connection;

/// One session's connection, as its handlers see it. For the session's thread.
final class Conversation {
  /// Writes the octets of a message between its first line and its end.
  @FunctionalInterface
  interface Body {
    void writeTo(MessageWriter writer) throws IOException;
  }

  private final Connection connection;
  private final Pop3Settings settings;
  private boolean inMessage;

  Conversation(Connection connection, Pop3Settings settings) {
    this.connection = connection;
    this.settings = settings;
  }

  Connection connection() {
    return connection;
  }

  Pop3Settings settings() {
    return settings;
  }

  /// Whether the octets of a message have begun and not ended: whatever was written now, the client
  /// would take it for a part of the message.
  boolean inMessage() {
    return inMessage;
  }

  /// Writes a reply; the last one of a command is written by the session.
  void send(Reply reply) throws IOException {
    ReplyEncoder.write(reply, connection.output());
  }

  /// Writes a message behind its first line.
  void sendMessage(Reply.MessageFollows first, Body body) throws IOException {
    send(first);
    inMessage = true;
    MessageWriter writer = new MessageWriter(connection.output()::write);
    body.writeTo(writer);
    writer.finish();
    inMessage = false;
  }
}
