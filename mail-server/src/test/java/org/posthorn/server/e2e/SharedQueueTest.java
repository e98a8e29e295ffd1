package org.posthorn.server.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.auth.dns.ZoneServer;
import org.posthorn.storage.engine.mysql.DatabaseServer;

/// Two daemons, each a process, work the queue in the database that they share: every message goes
/// out once, also when one of them is killed over its attempts.
@EnabledIf("org.posthorn.storage.engine.mysql.DatabaseServer#available")
class SharedQueueTest {
  private static final String ALIAS = "friends@example.test";
  private static final int MESSAGES = 60;
  private static final int AT_ONCE = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String ZONE =
      """
      elsewhere.test IN MX 10 mx.sink.test
      mx.sink.test   IN A  127.0.0.1
      """;

  @TempDir Path directory;
  private final DatabaseServer server = DatabaseServer.shared();
  private final String database = server.newDatabase();
  private final Set<String> sent = new TreeSet<>();

  @Test
  void everyMessageGoesOutOnce() throws Exception {
    try (ZoneServer zone = ZoneServer.of(ZONE);
        Sink sink = new Sink()) {
      String sections = sections(zone, sink);
      ServedDaemon a = ServedDaemon.prepare(directory.resolve("a"), sections);
      ServedDaemon b = ServedDaemon.prepare(directory.resolve("b"), sections);
      a.run("domain", "add", "example.test").exits(0);
      a.run("alias", "add", ALIAS, "bob@elsewhere.test").exits(0);
      a.begin();
      b.begin();
      try (a;
          b) {
        a.awaitReady();
        b.awaitReady();
        bothWork(a, sink);
        whatADeadOneHadIsTakenOver(a, sink);
      }
    }
  }

  /// All messages come to one of them, and the other does its share.
  private void bothWork(ServedDaemon a, Sink sink) throws IOException {
    allAttemptsAreUnderWay("first", a, sink);
    sink.letGo();
    awaitCount(0, "queue_entry");
    assertEachCameOnce(sink);
  }

  private void whatADeadOneHadIsTakenOver(ServedDaemon a, Sink sink) throws Exception {
    allAttemptsAreUnderWay("second", a, sink);
    a.kill();
    sink.letGo();
    awaitCount(AT_ONCE, "queue_entry");
    awaitCount(AT_ONCE, "queue_entry WHERE token <> 0 AND due_at > " + now());
    assertEquals(sent.size() - AT_ONCE, sink.mails().size());
    // The leases end, some minutes early.
    server.execute(database, "UPDATE queue_entry SET due_at = " + now());
    awaitCount(0, "queue_entry");
    assertEachCameOnce(sink);
  }

  /// Both daemons have as many attempts under way as they may.
  private void allAttemptsAreUnderWay(String name, ServedDaemon to, Sink sink) throws IOException {
    sink.hold();
    try (Wire.Smtp smtp = new Wire.Smtp(to.smtp())) {
      for (int i = 0; i < MESSAGES; i++) {
        String subject = "Subject: " + name + " " + i;
        String answer = smtp.deliver("a@far.example", ALIAS, subject + "\r\n\r\nHello\r\n");
        assertTrue(answer.startsWith("250"), answer);
        sent.add(subject);
      }
    }
    awaitCount(2 * AT_ONCE, "queue_entry WHERE token <> 0");
  }

  private void assertEachCameOnce(Sink sink) {
    List<String> came =
        sink.mails().stream()
            .flatMap(mail -> mail.message().lines())
            .filter(line -> line.startsWith("Subject: "))
            .sorted()
            .toList();
    assertEquals(List.copyOf(sent), came);
  }

  /// As the store writes it.
  private static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  private void awaitCount(long wanted, String rows) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(() -> assertEquals(wanted, count(rows)));
  }

  private long count(String rows) throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT COUNT(*) FROM " + rows)) {
      assertTrue(found.next());
      return found.getLong(1);
    }
  }

  private String sections(ZoneServer zone, Sink sink) {
    return SharedDatabaseTest.storage(server, database)
        + """
        [dns]
        servers = ["%s"]
        [outbound]
        port = %d
        mta-sts = false
        [queue]
        max-deliveries-per-destination = %d
        """
            .formatted(zone.hostPort(), sink.port(), AT_ONCE);
  }
}
