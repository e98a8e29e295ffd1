package org.posthorn.server.cluster;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.posthorn.server.Main;
import org.posthorn.server.trial.TrialFile;

/// One of the daemons.
///
/// @param options where it is
/// @param number which one, from 0
/// @param databasePassword the password of the database's user
/// @param redis whether there is a Redis
record DaemonNode(ClusterOptions options, int number, String databasePassword, boolean redis) {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Path directory() {
    return options.directory().resolve("daemon-" + (number + 1));
  }

  Path config() {
    return directory().resolve("posthorn.toml");
  }

  /// Writes its configuration.
  void configure() throws IOException {
    // It has the database's password.
    Files.createDirectory(
        directory(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    String hosts =
        IntStream.range(0, ClusterOptions.NODES)
            .mapToObj(node -> "\"%s:%d\"".formatted(ClusterOptions.HOST, options.database(node)))
            .collect(Collectors.joining(", "));
    StringBuilder text =
        new StringBuilder(
            TrialFile.text(directory(), options.daemonOffset(number), "mail" + (number + 1)));
    text.append(
        """
        [storage]
        engine = "mysql"
        [storage.mysql]
        hosts = [%s]
        database = "%s"
        user = "%s"
        password = "%s"
        timeout = "10s"
        """
            .formatted(hosts, GaleraNode.DATABASE, GaleraNode.USER, databasePassword));
    if (redis) {
      text.append(
          "[redis]%nurl = \"redis://%s:%d\"%n".formatted(ClusterOptions.HOST, options.redis()));
    }
    Files.writeString(config(), text);
  }

  ServerProcess start() throws IOException {
    return ServerProcess.start(
        "daemon " + (number + 1),
        command("serve", "--config", config().toString()),
        directory().resolve("log"));
  }

  /// Waits until it is ready.
  void await(ServerProcess daemon) throws IOException, InterruptedException {
    daemon.await(this::isReady, PATIENCE);
  }

  private boolean isReady() {
    try {
      HttpURLConnection asked =
          (HttpURLConnection)
              URI.create("http://%s:%d/readyz".formatted(ClusterOptions.HOST, metrics()))
                  .toURL()
                  .openConnection();
      asked.setConnectTimeout(1_000);
      asked.setReadTimeout(1_000);
      return asked.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException _) {
      return false;
    }
  }

  private int metrics() {
    return options.mail(number, 9090);
  }

  /// Adds an account through this daemon.
  void addAccount(String address) throws IOException, InterruptedException {
    ServerProcess adding =
        ServerProcess.start(
            "account add",
            command(
                "account",
                "add",
                address,
                "--password",
                options.password(),
                "--config",
                config().toString()),
            directory().resolve("commands.log"));
    if (adding.process().waitFor() != 0) {
      throw new IOException("an account could not be added:\n" + adding.tail());
    }
  }

  /// This program once more, as it was started.
  private static List<String> command(String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(words));
    return command;
  }
}
