package org.posthorn.server.e2e;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.posthorn.storage.engine.mysql.GaleraCluster;

/// Looks at the counters in the database all the time, on one node after the other: UIDNEXT,
/// HIGHESTMODSEQ, the messages' mod-sequences and the accounts' change counters only grow, and
/// UIDVALIDITY stays.
final class CounterWatch implements AutoCloseable {
  private static final List<String> COUNTERS =
      List.of(
          "SELECT CONCAT('changes of ',id),changes FROM account",
          "SELECT CONCAT('UIDNEXT of ',id),uid_next FROM mailbox",
          "SELECT CONCAT('HIGHESTMODSEQ of ',id),highest_modseq FROM mailbox",
          "SELECT CONCAT('UIDVALIDITY of ',id),uid_validity FROM mailbox",
          "SELECT CONCAT('MODSEQ of ',mailbox,' ',uid),modseq FROM message");

  private final GaleraCluster cluster;
  private final String database;
  private final Map<String, Long> last = new HashMap<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor();
  private int looks;
  private volatile boolean made;

  CounterWatch(GaleraCluster cluster, String database) {
    this.cluster = cluster;
    this.database = database;
    var _ = watcher.scheduleWithFixedDelay(this::look, 100, 100, TimeUnit.MILLISECONDS);
  }

  private void look() {
    int node = looks++ % GaleraCluster.NODES;
    try (Connection connection = cluster.node(node).server().connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION wsrep_sync_wait=1");
      for (String counters : COUNTERS) {
        try (ResultSet found = statement.executeQuery(counters)) {
          while (found.next()) {
            note(found.getString(1), found.getLong(2));
          }
        }
      }
      made = true;
    } catch (SQLException _) {
      // this node is away
    }
  }

  private void note(String counter, long value) {
    Long before = last.put(counter, value);
    boolean fixed = counter.startsWith("UIDVALIDITY");
    if (before != null && (value < before || (fixed && value != before))) {
      faults.add("%s was %d and is %d".formatted(counter, before, value));
    }
  }

  /// What is wrong, or that it could not look.
  List<String> faults() {
    if (!made) {
      return List.of("the counters were never seen");
    }
    return List.copyOf(faults);
  }

  @Override
  public void close() {
    watcher.shutdownNow();
  }
}
