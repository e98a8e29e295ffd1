package org.posthorn.pop3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.posthorn.config.AuthenticationConfig;
import org.posthorn.config.ConnectionLimits;
import org.posthorn.config.Pop3Limits;
import org.posthorn.pop3.session.Pop3Settings;
import org.posthorn.protocol.sasl.AuthThrottle;
import org.posthorn.protocol.sasl.Authenticator;
import org.posthorn.protocol.sasl.FakeDirectory;
import org.posthorn.protocol.testing.TestClient;
import org.posthorn.protocol.testing.TestServer;
import org.posthorn.storage.blob.ByteContent;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.mailbox.MailboxService;

/// POP3 on free loopback ports, with the maildrop of `alice@example.test`, password `pencil`.
final class Pop3TestServer implements AutoCloseable {
  final MemoryMaildrop maildrop = new MemoryMaildrop();
  final Pop3Endpoint endpoint;
  final TestServer server;

  private Pop3TestServer(ConnectionLimits limits, boolean plaintext) throws IOException {
    endpoint = endpoint(maildrop, new FakeDirectory(), limits, plaintext);
    server = TestServer.start(endpoint, limits);
  }

  /// POP3 over any store.
  static Pop3Endpoint endpoint(
      MailboxService mailboxes, Directory directory, ConnectionLimits limits, boolean plaintext) {
    AuthenticationConfig authentication =
        AuthenticationConfig.defaults()
            .withAllowPlaintextLogin(plaintext)
            .withFailedLoginDelay(Duration.ZERO);
    AuthThrottle throttle = new AuthThrottle(0, Duration.ofMinutes(1), List.of());
    return new Pop3Endpoint(
        new Pop3Settings("mail.example.test", limits),
        new Pop3Services(mailboxes, new Authenticator(directory, authentication, throttle)));
  }

  static Pop3TestServer start() throws IOException {
    return start(limits());
  }

  static Pop3TestServer start(ConnectionLimits limits) throws IOException {
    return new Pop3TestServer(limits, true);
  }

  /// Takes passwords inside TLS only.
  static Pop3TestServer withoutPlaintext() throws IOException {
    return new Pop3TestServer(limits(), false);
  }

  static ConnectionLimits limits() {
    return Pop3Limits.defaults().connection().withMaxConnectionsPerAddress(0);
  }

  void add(String message) {
    maildrop.add(new ByteContent(message.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /// A client that has read the greeting.
  TestClient connect() throws IOException {
    TestClient client = server.connect();
    client.expectPrefix("+OK ");
    return client;
  }

  /// A client that has logged in.
  TestClient login() throws IOException {
    TestClient client = connect();
    login(client);
    return client;
  }

  static void login(TestClient client) throws IOException {
    client.line("USER alice@example.test");
    client.expectPrefix("+OK ");
    client.line("PASS pencil");
    client.expectPrefix("+OK ");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
