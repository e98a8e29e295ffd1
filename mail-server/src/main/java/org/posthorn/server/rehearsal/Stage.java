package org.posthorn.server.rehearsal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.posthorn.config.CacheConfig;
import org.posthorn.config.EmbeddedStorage;
import org.posthorn.config.ListenerConfig;
import org.posthorn.config.ListenerProtocol;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.TlsMode;
import org.posthorn.config.read.ConfigReader;
import org.posthorn.config.value.BindAddress;
import org.posthorn.config.value.ByteSize;
import org.posthorn.server.daemon.Daemon;
import org.posthorn.storage.directory.DirectoryAdmin;
import org.posthorn.storage.directory.NewAccount;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.schema.AccountRow;

/// A small daemon with one account, on free ports of 127.0.0.1, in a directory that is removed when
/// this is closed. It takes this host for a stranger, and asks a DNS of its own. Nobody else
/// knows the account's password.
final class Stage implements AutoCloseable {
  static final MailAddress ACTOR = new MailAddress("actor", "rehearsal.test");

  /// Strangers come from this host, at any pace.
  private static final String STRANGERS =
      """
      [inbound]
      trusted-networks = []

      [inbound.rates]
      connections-per-address = 0
      messages-per-address = 0
      recipients-per-address = 0
      messages-per-network = 0
      messages-per-sender = 0

      [limits.smtp]
      exempt-networks = ["127.0.0.0/8"]

      [dns]
      servers = ["127.0.0.1:%d"]
      """;

  private final Path directory;
  private final StageDns dns;
  private final Daemon daemon;
  private final String password;

  private Stage(Path directory, StageDns dns, Daemon daemon, String password) {
    this.directory = directory;
    this.dns = dns;
    this.daemon = daemon;
    this.password = password;
  }

  /// @param texts what the DNS says, by name
  /// @param caches how much of what was read is kept: with nothing, all is read again and again
  static Stage open(Path directory, Map<String, String> texts, CacheConfig caches)
      throws IOException {
    clear(directory); // what a killed process left
    StageDns dns = new StageDns(texts);
    try {
      return open(directory, dns, caches);
    } catch (IOException | RuntimeException e) {
      dns.close();
      throw e;
    }
  }

  private static Stage open(Path directory, StageDns dns, CacheConfig caches) throws IOException {
    Daemon daemon =
        Daemon.start(
            ConfigReader.overlay(config(directory, caches), STRANGERS.formatted(dns.port())),
            (_, _, _) -> 0);
    try {
      String password = UUID.randomUUID().toString();
      DirectoryAdmin accounts = daemon.store().directoryAdmin();
      accounts.addDomain(ACTOR.domain(), Optional.empty());
      accounts.addAccounts(
          List.of(new NewAccount(ACTOR, accounts.hash(password), AccountRow.DEFAULT_QUOTA)));
      return new Stage(directory, dns, daemon, password);
    } catch (RuntimeException e) {
      daemon.close();
      throw e;
    }
  }

  private static PosthornConfig config(Path directory, CacheConfig caches) {
    PosthornConfig base = PosthornConfig.defaults();
    EmbeddedStorage small =
        base.storage()
            .embedded()
            .withBlockCache(ByteSize.ofMegabytes(16))
            .withMemtable(ByteSize.ofMegabytes(8))
            .withSegmentSize(ByteSize.ofMegabytes(16));
    return base.withServer(
            base.server()
                .withHostname("rehearsal.test")
                .withDataDir(directory)
                .withShutdownDeadline(Duration.ofSeconds(1)))
        .withStorage(base.storage().withEmbedded(small).withCache(caches))
        .withListeners(
            List.of(
                listener(ListenerProtocol.SMTP),
                listener(ListenerProtocol.LMTP),
                listener(ListenerProtocol.IMAP),
                listener(ListenerProtocol.POP3)))
        .withAuthentication(base.authentication().withAllowPlaintextLogin(true))
        .withQueue(base.queue().withRemote(false))
        .withMetrics(base.metrics().withEnabled(false));
  }

  private static ListenerConfig listener(ListenerProtocol protocol) {
    return new ListenerConfig(
        protocol.text(), protocol, BindAddress.LOOPBACK, 0, TlsMode.NONE, List.of());
  }

  String password() {
    return password;
  }

  /// A client's connection.
  Talk connect(ListenerProtocol protocol) throws IOException {
    return new Talk(address(protocol));
  }

  InetSocketAddress address(ListenerProtocol protocol) {
    return daemon.address(protocol.text());
  }

  private static void clear(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() throws IOException {
    daemon.close();
    dns.close();
    clear(directory);
  }
}
