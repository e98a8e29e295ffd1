package org.posthorn.imap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.posthorn.config.AuthenticationConfig;
import org.posthorn.config.ImapLimits;
import org.posthorn.config.MailboxConfig;
import org.posthorn.config.StorageConfig;
import org.posthorn.protocol.sasl.AuthThrottle;
import org.posthorn.protocol.sasl.Authenticator;
import org.posthorn.protocol.testing.Dialog;
import org.posthorn.protocol.testing.DialogFixture;
import org.posthorn.protocol.testing.TestClient;
import org.posthorn.protocol.testing.TestServer;
import org.posthorn.storage.MailStoreOptions;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.mailbox.AppendRequest;
import org.posthorn.storage.mailbox.MailboxService;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.SystemFlag;

/// A server with the accounts `alice@example.test` and `bob@example.test`, password `pass`, on a
/// store in memory. Alice's INBOX has three messages: the first `\Seen`, the second `\Flagged`, the
/// third without flags, received on the first three days of March 2026 at 10:00 UTC.
///
/// Start states: `connected` (nothing read yet), `not authenticated` (greeting read),
/// `authenticated`, `selected` (INBOX, one connection after the other). Header `plaintext: refused`
/// refuses passwords outside TLS; `quota: N` is Alice's quota in octets.
public final class ImapFixture implements DialogFixture {
  private static final Instant FIRST_DAY = Instant.parse("2026-03-01T10:00:00Z");

  private final Clock clock;
  private final StorageFixture store;
  private final TestServer server;
  private final TestServer strictServer;
  private int connected;

  public ImapFixture() {
    this(mailboxes -> mailboxes);
  }

  /// @param between stands between the sessions and the store
  public ImapFixture(UnaryOperator<MailboxService> between) {
    this(between, Clock.systemUTC());
  }

  /// @param between stands between the sessions and the store
  /// @param clock the sessions' time
  public ImapFixture(UnaryOperator<MailboxService> between, Clock clock) {
    this.clock = clock;
    ImapLimits limits = ImapLimits.defaults();
    try {
      store =
          StorageFixture.chosen(
              MailStoreOptions.of(
                      StorageConfig.defaults(),
                      MailboxConfig.defaults().withCreated(List.of()),
                      AuthenticationConfig.defaults())
                  .withAuthentication(StorageFixture.options().authentication()));
      addSamples();
      server = start(between.apply(store.mailboxes()), limits, true);
      strictServer = start(between.apply(store.mailboxes()), limits, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TestServer start(MailboxService mailboxes, ImapLimits limits, boolean plaintext)
      throws IOException {
    AuthenticationConfig authentication =
        AuthenticationConfig.defaults()
            .withAllowPlaintextLogin(plaintext)
            .withFailedLoginDelay(Duration.ZERO);
    Authenticator authenticator =
        new Authenticator(
            store.directory(),
            authentication,
            new AuthThrottle(0, Duration.ofMinutes(1), List.of()));
    ImapServices services = new ImapServices(mailboxes, authenticator, store.spool(), clock);
    return TestServer.start(new ImapEndpoint(services, new ImapOptions("Posthorn", limits)));
  }

  private void addSamples() throws IOException {
    append(MailboxName.INBOX, sample("first.eml"), Flags.of(SystemFlag.SEEN), 0);
    append(MailboxName.INBOX, sample("second.eml"), Flags.of(SystemFlag.FLAGGED), 1);
    append(MailboxName.INBOX, sample("third.eml"), Flags.NONE, 2);
  }

  private static byte[] sample(String name) throws IOException {
    String text = Files.readString(Path.of("src/test/resources/samples", name));
    return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  /// Puts a message into a mailbox of Alice's, some days after the first of March 2026.
  public void append(MailboxName name, byte[] message, Flags flags, int days) {
    try (SpooledBody body = store.body(message)) {
      mailboxes()
          .append(
              aliceActor(),
              alice(),
              mailbox(name),
              List.of(
                  new AppendRequest(
                      body, flags, Optional.of(FIRST_DAY.plus(Duration.ofDays(days))))));
    }
  }

  public MailboxService mailboxes() {
    return store.mailboxes();
  }

  public MailboxId mailbox(MailboxName name) {
    return mailboxes().find(aliceActor(), alice(), name).orElseThrow();
  }

  public AccountId alice() {
    return store.alice();
  }

  public Actor aliceActor() {
    return StorageFixture.actor(alice());
  }

  public TestServer server() {
    return server;
  }

  /// A client that has logged in as Alice.
  public TestClient login() throws IOException {
    TestClient client = server.connect();
    client.expectPrefix("* OK");
    command(client, "LOGIN alice@example.test pass");
    return client;
  }

  /// Runs a command that is to succeed; passes over its untagged responses.
  public static void command(TestClient client, String command) throws IOException {
    client.line("start " + command);
    String line = client.readLine();
    while (!line.startsWith("start ")) {
      line = client.readLine();
    }
    if (!line.startsWith("start OK")) {
      throw new AssertionError(command + ": " + line);
    }
  }

  @Override
  public TestClient connect(boolean tls) throws IOException {
    connected++;
    return tls ? server.connectTls() : server.connect();
  }

  @Override
  public void start(Dialog dialog, List<TestClient> clients) throws IOException {
    if ("refused".equals(dialog.header().get("plaintext"))) {
      clients.set(0, strictServer.connect());
    }
    String quota = dialog.header().get("quota");
    if (quota != null) {
      store
          .mail()
          .directoryAdmin()
          .setQuota(new MailAddress("alice", StorageFixture.DOMAIN), Long.parseLong(quota));
    }
    Set<String> known = Set.of("connected", "not authenticated", "authenticated", "selected");
    if (!known.contains(dialog.state()) || connected != dialog.connections()) {
      throw new IllegalArgumentException("no such state: " + dialog.state());
    }
    for (TestClient client : clients) {
      if (!dialog.state().equals("connected")) {
        client.expectPrefix("* OK");
      }
      if (dialog.state().equals("authenticated") || dialog.state().equals("selected")) {
        command(client, "LOGIN alice@example.test pass");
      }
      if (dialog.state().equals("selected")) {
        command(client, "SELECT INBOX");
      }
    }
  }

  @Override
  public void check(String name, List<String> arguments) {
    throw new IllegalArgumentException("no such check: " + name);
  }

  @Override
  public void close() throws IOException {
    server.close();
    strictServer.close();
    store.close();
  }
}
