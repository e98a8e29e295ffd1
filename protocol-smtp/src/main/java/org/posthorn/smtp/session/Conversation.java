package org.posthorn.smtp.session;

import java.io.IOException;
import java.time.Duration;
import org.posthorn.protocol.frame.Input;
import org.posthorn.protocol.session.Connection;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.policy.Scope;
import org.posthorn.smtp.transaction.Client;
import org.posthorn.smtp.transaction.Client.TlsSummary;
import org.posthorn.smtp.transaction.Role;
import org.posthorn.smtp.wire.ReplyEncoder;

/// One session's connection, as its handlers see it. For the session's thread.
final class Conversation {
  private final Connection connection;
  private final SmtpSettings settings;
  private final Scope scope = Scope.session();
  private Client client;
  private int messages;

  Conversation(Connection connection, SmtpSettings settings) {
    this.connection = connection;
    this.settings = settings;
    this.client = describe();
  }

  Connection connection() {
    return connection;
  }

  SmtpSettings settings() {
    return settings;
  }

  Client client() {
    return client;
  }

  /// What the checks know of this session.
  Scope scope() {
    return scope;
  }

  /// What a client hears that did not begin with a greeting.
  Reply helloFirst() {
    return settings.role() == Role.LMTP ? Replies.SAY_LHLO : Replies.SAY_HELLO;
  }

  /// Whether the client talks, or hangs up, before it was greeted.
  boolean speaksWithin(Duration patience) {
    return connection.input().speaksWithin(patience);
  }

  Input input() {
    return connection.input();
  }

  /// Writes a reply within a command; the last one is written by the session.
  void send(Reply reply) throws IOException {
    ReplyEncoder.write(reply, connection.output());
  }

  /// TLS has begun: the client is looked at again.
  void tlsBegan() {
    client = describe();
  }

  /// A name for the next message of this session.
  String nextMessageId() {
    messages++;
    return connection.id() + "." + messages;
  }

  private Client describe() {
    return new Client(
        connection.id(),
        connection.remoteAddress().getAddress(),
        connection.localAddress().getAddress(),
        settings.role(),
        connection.tls().map(tls -> new TlsSummary(tls.version(), tls.cipher())));
  }
}
