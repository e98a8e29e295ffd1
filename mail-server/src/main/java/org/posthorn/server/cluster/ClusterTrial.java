package org.posthorn.server.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Three databases, Redis and three daemons on this machine. Used by one thread, but [#close] by
/// any.
public final class ClusterTrial implements AutoCloseable {
  private static final int MOST_TRIES = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ClusterOptions options;
  private final Consumer<String> tell;
  private final String databasePassword;
  private final Deque<ServerProcess> running = new ArrayDeque<>();
  private boolean closed;

  /// @param tell hears what is going on, a line at a time
  public ClusterTrial(ClusterOptions options, Consumer<String> tell) {
    this.options = options;
    this.tell = tell;
    byte[] random = new byte[12];
    new SecureRandom().nextBytes(random);
    this.databasePassword = HexFormat.of().formatHex(random);
  }

  /// What has to be installed first.
  public static List<String> missing() {
    return GaleraNode.missing();
  }

  /// Starts everything, one after the other.
  ///
  /// @throws IOException where something does not start
  public void start() throws IOException, InterruptedException {
    for (int port : options.ports()) {
      if (listens(port)) {
        throw new IOException(
            "another program listens on port %d; choose another --port-offset".formatted(port));
      }
    }
    makeDirectory();
    for (int i = 0; i < ClusterOptions.NODES; i++) {
      startDatabase(new GaleraNode(options, i, databasePassword));
    }
    boolean redis = startRedis();
    for (int i = 0; i < ClusterOptions.NODES; i++) {
      DaemonNode daemon = new DaemonNode(options, i, databasePassword, redis);
      tell.accept("starting daemon " + (i + 1));
      daemon.configure();
      daemon.await(started(daemon.start()));
      if (i == 0) {
        daemon.addAccount("alice@example.test");
        daemon.addAccount("bob@example.test");
      }
    }
  }

  private void startDatabase(GaleraNode node) throws IOException, InterruptedException {
    boolean first = node.number() == 0;
    tell.accept(
        "starting database " + (node.number() + 1) + (first ? "" : ", which copies another one"));
    node.install();
    for (int attempt = 1; ; attempt++) {
      ServerProcess server = started(node.start());
      try {
        node.await(server);
        break;
      } catch (IOException failure) {
        // Galera's start may fail on a busy machine.
        if (attempt == MOST_TRIES || server.process().isAlive()) {
          throw failure;
        }
      }
    }
    if (first) {
      node.makeDatabase();
    }
  }

  private void makeDirectory() throws IOException {
    Path directory = options.directory();
    if (Files.isDirectory(directory)) {
      try (Stream<Path> there = Files.list(directory)) {
        if (there.findAny().isPresent()) {
          throw new IOException(directory + " is not empty");
        }
      }
    }
    Files.createDirectories(directory);
    if (GaleraNode.root()) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    }
  }

  private boolean startRedis() throws IOException, InterruptedException {
    Optional<Path> program = ServerProcess.program("redis-server");
    if (program.isEmpty()) {
      tell.accept("there is no redis-server: going on without Redis");
      return false;
    }
    tell.accept("starting Redis");
    Path directory = Files.createDirectories(options.directory().resolve("redis"));
    List<String> command =
        List.of(
            program.get().toString(),
            "--port",
            Integer.toString(options.redis()),
            "--bind",
            ClusterOptions.HOST,
            "--dir",
            directory.toString(),
            "--save",
            "",
            "--appendonly",
            "no",
            "--maxmemory",
            "128mb",
            "--maxmemory-policy",
            "allkeys-lru");
    ServerProcess redis = ServerProcess.start("Redis", command, directory.resolve("log"));
    started(redis).await(() -> listens(options.redis()), PATIENCE);
    return true;
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(ClusterOptions.HOST, port), 1_000);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Takes charge of a server.
  private synchronized ServerProcess started(ServerProcess server) {
    if (closed) {
      server.stop(Duration.ZERO);
    } else {
      running.push(server);
      var _ = server.process().onExit().thenRun(() -> ended(server));
    }
    return server;
  }

  private synchronized void ended(ServerProcess server) {
    if (!closed) {
      tell.accept(server.name() + " has ended; its log is " + server.log());
    }
  }

  /// What is where.
  public synchronized String readyText() {
    StringBuilder text = new StringBuilder("\nThree Posthorn daemons share one mail store.\n\n");
    text.append("  Accounts   alice@example.test, bob@example.test\n");
    text.append("  Password   ").append(options.password()).append('\n');
    for (int i = 0; i < ClusterOptions.NODES; i++) {
      text.append(
          "  Daemon %d   SMTP %d  submission %d  IMAP %d, %d (TLS)  POP3 %d  metrics %d   pid %d%n"
              .formatted(
                  i + 1,
                  options.mail(i, 25),
                  options.mail(i, 587),
                  options.mail(i, 143),
                  options.mail(i, 993),
                  options.mail(i, 110),
                  options.mail(i, 9090),
                  pid("daemon " + (i + 1))));
    }
    for (int i = 0; i < ClusterOptions.NODES; i++) {
      text.append(
          "  Database %d port %d   pid %d%n"
              .formatted(i + 1, options.database(i), pid("database " + (i + 1))));
    }
    if (pid("Redis") != 0) {
      text.append("  Redis      port %d   pid %d%n".formatted(options.redis(), pid("Redis")));
    }
    text.append(
        """
          Files      %1$s

          Send       printf 'Subject: hello\\n\\nHello Alice\\n' | curl --crlf -sS -T - \\
                       --mail-from bob@example.test --mail-rcpt alice@example.test smtp://%2$s:%3$d
          Read       curl -sS -k -u alice@example.test:%4$s 'imaps://%2$s:%5$d/INBOX;MAILINDEX=1'
          SQL        mariadb -h %2$s -P %6$d -u %7$s -p%8$s %9$s
          Try        kill -9 any one of them, and go on with another

          Ctrl-C stops everything; nothing is kept.
        """
            .formatted(
                options.directory(),
                ClusterOptions.HOST,
                options.mail(0, 25),
                options.password(),
                options.mail(2, 993),
                options.database(0),
                GaleraNode.USER,
                databasePassword,
                GaleraNode.DATABASE));
    return text.toString();
  }

  private long pid(String name) {
    return running.stream()
        .filter(server -> server.name().equals(name))
        .mapToLong(server -> server.process().pid())
        .findFirst()
        .orElse(0);
  }

  /// Stops everything, the last one first, and deletes the files. Idempotent.
  @Override
  public void close() throws IOException {
    List<ServerProcess> all;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      all = new ArrayList<>(running);
    }
    all.forEach(server -> server.stop(PATIENCE));
    if (Files.isDirectory(options.directory())) {
      try (Stream<Path> files = Files.walk(options.directory())) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
