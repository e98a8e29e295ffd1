package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.posthorn.config.PosthornConfig;
import org.posthorn.protocol.sasl.AuthThrottle;
import org.posthorn.protocol.sasl.Authenticator;
import org.posthorn.protocol.testing.Dialog;
import org.posthorn.protocol.testing.DialogFixture;
import org.posthorn.protocol.testing.TestClient;
import org.posthorn.protocol.testing.TestServer;
import org.posthorn.smtp.delivery.NoRemoteDelivery;
import org.posthorn.smtp.transaction.Role;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.blob.SpoolOptions;
import org.posthorn.storage.io.RealDisk;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailAddress;

/// A server of one role over a real store, for transcripts.
///
/// The states are `connected`, `hello` (EHLO or LHLO was said) and `alice` (who has logged in, in
/// TLS).
/// Besides alice and bob there are an alias `team@example.test` of both, an alias
/// `away@example.test` that leads elsewhere, a user `small` who may keep 1,000 octets, and a
/// disabled user `off`.
///
/// Checks: `! messages alice 2`, `! body alice 1 text…` (the last line of message 1 of the INBOX),
/// `! has alice 1 text…` (a line of its octets).
final class MailFixture implements DialogFixture {
  private final StorageFixture storage = StorageFixture.chosen();
  private final Path spool = Files.createTempDirectory("posthorn-spool");
  private final AccountId small = storage.addAccount("small");
  private final TestServer server;
  private final String hello;

  MailFixture(Role role) throws IOException {
    hello = role == Role.LMTP ? "LHLO" : "EHLO";
    people();
    PosthornConfig defaults = PosthornConfig.defaults();
    PosthornConfig config =
        defaults
            .withServer(
                defaults
                    .server()
                    .withHostname("mx.example.test")
                    .withPostmaster(Optional.of("alice@example.test")))
            .withAuthentication(
                defaults.authentication().withFailedLoginDelay(Duration.ofMillis(1)));
    SmtpServices services =
        new SmtpServices(
            storage.directory(),
            storage.mailboxes()::quota,
            storage.mail().delivery(),
            Spool.open(new RealDisk(), spool, SpoolOptions.defaults()),
            new NoRemoteDelivery(),
            new Authenticator(
                storage.directory(),
                config.authentication(),
                new AuthThrottle(0, Duration.ofMinutes(1), List.of())),
            new SimpleMeterRegistry(),
            Clock.systemUTC());
    server =
        TestServer.start(
            switch (role) {
              case RELAY -> SmtpEndpoint.relay(config, services);
              case SUBMISSION -> SmtpEndpoint.submission(config, services);
              case LMTP -> SmtpEndpoint.lmtp(config, services);
            });
  }

  private static MailAddress at(String address) {
    return MailAddress.parse(address).orElseThrow();
  }

  private void people() {
    var admin = storage.mail().directoryAdmin();
    admin.setQuota(at("small@example.test"), 1000);
    storage.addAccount("off");
    admin.setEnabled(at("off@example.test"), false);
    admin.addAlias(
        at("team@example.test"), List.of(at("alice@example.test"), at("bob@example.test")));
    admin.addAlias(at("away@example.test"), List.of(at("someone@other.test")));
  }

  @Override
  public TestClient connect(boolean tls) throws IOException {
    return tls ? server.connectTls() : server.connect();
  }

  @Override
  public void start(Dialog dialog, List<TestClient> clients) throws IOException {
    for (TestClient client : clients) {
      client.expectPrefix("220 mx.example.test " + (hello.equals("LHLO") ? "LMTP" : "ESMTP"));
      switch (dialog.state()) {
        case "connected" -> {}
        case "hello" -> hello(client);
        case "alice" -> {
          hello(client);
          if (!(client.socket() instanceof SSLSocket)) {
            client.line("STARTTLS");
            client.expectPrefix("220 ");
            client.startTls();
            hello(client);
          }
          String plain = "\0alice@example.test\0" + StorageFixture.PASSWORD;
          client.line(
              "AUTH PLAIN "
                  + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)));
          client.expectPrefix("235 ");
        }
        default -> throw new IllegalArgumentException("unknown state " + dialog.state());
      }
    }
  }

  private void hello(TestClient client) throws IOException {
    client.line(hello + " client.test");
    while (!client.expectPrefix("250").startsWith("250 ")) {
      // One line for each extension.
    }
  }

  @Override
  public void check(String name, List<String> arguments) {
    AccountId account =
        switch (arguments.getFirst()) {
          case "alice" -> storage.alice();
          case "bob" -> storage.bob();
          case "small" -> small;
          default -> throw new IllegalArgumentException("nobody: " + arguments);
        };
    List<String> messages = storage.contents(account, storage.inbox(account));
    if (name.equals("messages")) {
      assertEquals(Integer.parseInt(arguments.get(1)), messages.size());
      return;
    }
    String message = messages.get(Integer.parseInt(arguments.get(1)) - 1);
    String text = String.join(" ", arguments.subList(2, arguments.size()));
    switch (name) {
      case "body" -> assertTrue(message.endsWith("\r\n" + text + "\r\n"), message);
      case "has" ->
          assertTrue(message.lines().anyMatch(line -> line.strip().equals(text)), message);
      default -> throw new IllegalArgumentException("no such check: " + name);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    storage.close();
    try (var files = Files.walk(spool)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
