package org.posthorn.server.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.engine.mysql.ReplicatedServers;

/// A daemon whose configuration names a read replica: clients read messages from it, and notice
/// nothing when it is behind or dies.
@EnabledIf("org.posthorn.storage.engine.mysql.MariaDbServer#available")
class ReadReplicaTest {
  private static final String ALICE = "alice@example.test";

  @TempDir Path directory;

  private int metrics;

  @Test
  void messagesAreReadFromIt() throws Exception {
    metrics = ServedDaemon.freePorts(1)[0];
    try (ReplicatedServers servers = ReplicatedServers.start()) {
      ServedDaemon daemon = ServedDaemon.prepare(directory, storage(servers));
      daemon.run("account", "add", ALICE, "--password", "pass").exits(0);
      try (daemon) {
        daemon.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> value("up", "") == 1);
        deliver(daemon, "one");
        servers.awaitCaughtUp();
        readsRight(daemon, "one");
        // Its email and its body; the structure it has in memory, as it took the message itself.
        assertTrue(value("reads_total", "hit") >= 2, "hits");
        servers.stopReplication();
        deliver(daemon, "two");
        readsRight(daemon, "two");
        assertTrue(value("reads_total", "miss") >= 1, "misses");
        servers.replica().kill();
        deliver(daemon, "three");
        readsRight(daemon, "three");
        assertEquals(0, value("up", ""));
      }
    }
  }

  private String storage(ReplicatedServers servers) {
    return """
        [metrics]
        port = %d
        [storage]
        engine = "mysql"
        [storage.mysql]
        %s
        replicas = ["%s"]
        replica-pause = "100ms"
        replica-timeout = "30s"
        """
        .formatted(
            metrics,
            servers.primary().server().toml(servers.primary().server().newDatabase()),
            servers.replicaAddress());
  }

  private static void deliver(ServedDaemon to, String name) throws IOException {
    try (Wire.Smtp smtp = new Wire.Smtp(to.smtp())) {
      String reply = smtp.deliver("a@far.example", ALICE, Letters.text(name));
      assertTrue(reply.startsWith("250"), reply);
    }
  }

  /// The newest message is this one.
  private static void readsRight(ServedDaemon daemon, String name) throws IOException {
    try (Wire.Imap imap = new Wire.Imap(daemon.imap(), ALICE)) {
      imap.ok("SELECT INBOX");
      assertTrue(imap.ok("FETCH * (ENVELOPE BODYSTRUCTURE)").contains("BODYSTRUCTURE ("));
      String body = imap.ok("FETCH * (BODY.PEEK[])");
      assertTrue(body.contains("X-Letter: " + name + "\r\n"), body);
    }
  }

  /// What the daemon counts; -1 where it does not.
  private double value(String name, String outcome) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + metrics + "/metrics");
    try (HttpClient client = HttpClient.newHttpClient()) {
      String scraped =
          client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
      return Pattern.compile(
              "(?m)^posthorn_mysql_replica_"
                  + name
                  + "\\{"
                  + (outcome.isEmpty() ? "" : "outcome=\"" + outcome + "\",")
                  + "replica=[^}]*} ([0-9.E]+)$")
          .matcher(scraped)
          .results()
          .map((MatchResult found) -> Double.valueOf(found.group(1)))
          .findFirst()
          .orElse(-1.0);
    }
  }
}
