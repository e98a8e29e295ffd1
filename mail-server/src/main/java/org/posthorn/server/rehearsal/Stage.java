package org.posthorn.server.rehearsal;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.posthorn.config.CacheConfig;
import org.posthorn.config.EmbeddedStorage;
import org.posthorn.config.ListenerConfig;
import org.posthorn.config.ListenerProtocol;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.TlsMode;
import org.posthorn.config.value.BindAddress;
import org.posthorn.config.value.ByteSize;
import org.posthorn.server.daemon.Daemon;
import org.posthorn.storage.directory.DirectoryAdmin;
import org.posthorn.storage.directory.NewAccount;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.schema.AccountRow;

/// A small daemon with one account, on free ports of 127.0.0.1, in a directory that is removed when
/// this is closed. Nobody else knows the account's password.
final class Stage implements AutoCloseable {
  static final MailAddress ACTOR = new MailAddress("actor", "rehearsal.test");

  private final Path directory;
  private final Daemon daemon;
  private final String password;

  private Stage(Path directory, Daemon daemon, String password) {
    this.directory = directory;
    this.daemon = daemon;
    this.password = password;
  }

  /// @param caches how much of what was read is kept: with nothing, all is read again and again
  static Stage open(Path directory, CacheConfig caches) throws IOException {
    clear(directory); // what a killed process left
    Daemon daemon = Daemon.start(config(directory, caches), (_, _, _) -> 0);
    try {
      String password = UUID.randomUUID().toString();
      DirectoryAdmin accounts = daemon.store().directoryAdmin();
      accounts.addDomain(ACTOR.domain(), Optional.empty());
      accounts.addAccounts(
          List.of(new NewAccount(ACTOR, accounts.hash(password), AccountRow.DEFAULT_QUOTA)));
      return new Stage(directory, daemon, password);
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
    return new Talk(daemon.address(protocol.text()));
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
    clear(directory);
  }
}
