package org.posthorn.server.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.engine.mysql.GaleraCluster;

/// Three daemons on three Galera nodes, each of the six killed and started again in turn while
/// clients deliver, flag and move mail. Takes a few minutes: `./posthorn test -Dsoak` has it.
///
/// [History] holds what was acknowledged and says in the end what is wrong.
@EnabledIf("org.posthorn.storage.engine.mysql.GaleraCluster#available")
@Tag("soak")
class ChaosTest {
  private static final int DAEMONS = 3;
  private static final int ACCOUNTS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path directory;

  @Test
  void nothingAcknowledgedIsLostOrDoubled() throws Exception {
    try (GaleraCluster cluster = GaleraCluster.start()) {
      String database = cluster.newDatabase();
      String storage = storage(cluster, database);
      List<ServedDaemon> daemons = new ArrayList<>();
      for (int i = 0; i < DAEMONS; i++) {
        daemons.add(ServedDaemon.prepare(directory.resolve("d" + i), storage));
      }
      for (int i = 0; i < ACCOUNTS; i++) {
        daemons
            .getFirst()
            .run("account", "add", "user" + i + "@example.test", "--password", "pass")
            .exits(0);
      }
      for (ServedDaemon daemon : daemons) {
        daemon.begin();
      }
      try {
        daemons.forEach(ServedDaemon::awaitReady);
        try (CounterWatch counters = new CounterWatch(cluster, database)) {
          storm(cluster, daemons);
          assertEquals(List.of(), counters.faults());
        }
      } finally {
        for (ServedDaemon daemon : daemons) {
          daemon.close();
        }
      }
    }
  }

  private static String storage(GaleraCluster cluster, String database) {
    String hosts =
        cluster.hosts().stream()
            .map(host -> '"' + host.toString() + '"')
            .collect(Collectors.joining(","));
    return """
        [storage]
        engine = "mysql"
        [storage.mysql]
        hosts = [%s]
        database = "%s"
        user = "root"
        write-lanes = true
        read-connections = 6
        write-connections = 4
        """
        .formatted(hosts, database);
  }

  private static void storm(GaleraCluster cluster, List<ServedDaemon> daemons) throws Exception {
    List<ChaosClient> clients = new ArrayList<>();
    List<History> histories = new ArrayList<>();
    for (int account = 0; account < ACCOUNTS; account++) {
      History history = new History("user" + account + "@example.test");
      histories.add(history);
      for (ChaosClient.Role role : ChaosClient.Role.values()) {
        clients.add(new ChaosClient(role, account, history, daemons));
      }
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      clients.forEach(threads::execute);
      try {
        killInTurn(cluster, daemons, histories);
      } finally {
        clients.forEach(ChaosClient::stopWriting);
      }
      for (History history : histories) {
        await("IDLE sessions of " + history.user()).atMost(PATIENCE).until(history::watchersSawAll);
      }
      clients.forEach(ChaosClient::stop);
    }
    List<String> faults = new ArrayList<>();
    for (History history : histories) {
      for (ServedDaemon daemon : daemons) {
        faults.addAll(history.faults(daemon));
      }
    }
    assertEquals(List.of(), faults);
  }

  /// Each only when all are back.
  private static void killInTurn(
      GaleraCluster cluster, List<ServedDaemon> daemons, List<History> histories) throws Exception {
    awaitMore(histories);
    for (int node = 0; node < GaleraCluster.NODES; node++) {
      cluster.kill(node);
      awaitMore(histories);
      cluster.rejoin(node);
      awaitMore(histories);
    }
    for (ServedDaemon daemon : daemons) {
      daemon.kill();
      awaitMore(histories);
      daemon.start();
      awaitMore(histories);
    }
  }

  /// Waits until every account has seen more mail, so that life has gone on.
  private static void awaitMore(List<History> histories) {
    List<Integer> before = histories.stream().map(History::deliveries).toList();
    await("mail goes on")
        .atMost(PATIENCE)
        .until(
            () -> {
              for (int i = 0; i < histories.size(); i++) {
                if (histories.get(i).deliveries() < before.get(i) + 5) {
                  return false;
                }
              }
              return true;
            });
  }
}
