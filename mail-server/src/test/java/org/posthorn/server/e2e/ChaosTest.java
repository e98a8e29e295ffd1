package org.posthorn.server.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.engine.mysql.GaleraCluster;
import org.posthorn.storage.redis.RedisServer;

/// Three daemons on three Galera nodes with Redis beside, each of the seven killed and started
/// again in turn while clients deliver, read, flag and move mail. Takes a few minutes:
/// `./posthorn test -Dsoak` has it.
///
/// [History] holds what was acknowledged and says in the end what is wrong.
@EnabledIf("available")
@Tag("soak")
class ChaosTest {
  private static final int DAEMONS = 3;
  private static final int ACCOUNTS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path directory;

  static boolean available() {
    return GaleraCluster.available() && RedisServer.available();
  }

  @Test
  void nothingAcknowledgedIsLostOrDoubled() throws Exception {
    try (GaleraCluster cluster = GaleraCluster.start();
        RedisServer redis = RedisServer.start()) {
      String database = cluster.newDatabase();
      String storage = storage(cluster, database, redis);
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
          storm(new Round(cluster, redis, daemons));
          assertEquals(List.of(), counters.faults());
        }
      } finally {
        for (ServedDaemon daemon : daemons) {
          daemon.close();
        }
      }
    }
  }

  private static String storage(GaleraCluster cluster, String database, RedisServer redis) {
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
        [redis]
        url = "redis://127.0.0.1:%d"
        pause = "200ms"
        """
        .formatted(hosts, database, redis.port());
  }

  private static void storm(Round round) throws Exception {
    List<ChaosClient> clients = new ArrayList<>();
    List<History> histories = new ArrayList<>();
    for (int account = 0; account < ACCOUNTS; account++) {
      History history = new History("user" + account + "@example.test");
      histories.add(history);
      for (ChaosClient.Role role : ChaosClient.Role.values()) {
        if (role != ChaosClient.Role.WATCHER) {
          clients.add(new ChaosClient(role, account, history, round.daemons()));
        }
      }
      for (ServedDaemon daemon : round.daemons()) {
        clients.add(ChaosClient.watcher(history, daemon));
      }
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      clients.forEach(threads::execute);
      try {
        round.killInTurn(() -> awaitMore(histories));
        clients.forEach(ChaosClient::stopWriting);
        for (History history : histories) {
          await("IDLE sessions of " + history.user())
              .atMost(PATIENCE)
              .untilAsserted(() -> assertEquals("", history.missing()));
        }
      } finally {
        clients.forEach(ChaosClient::stopWriting);
        clients.forEach(ChaosClient::stop);
      }
    }
    List<String> faults = new ArrayList<>();
    for (History history : histories) {
      for (ServedDaemon daemon : round.daemons()) {
        faults.addAll(history.faults(daemon));
      }
    }
    assertEquals(List.of(), faults);
  }

  /// All that is killed, each only when all are back.
  private record Round(GaleraCluster cluster, RedisServer redis, List<ServedDaemon> daemons) {
    /// @param lifeGoesOn waits for that
    void killInTurn(Runnable lifeGoesOn) throws Exception {
      lifeGoesOn.run();
      for (int node = 0; node < GaleraCluster.NODES; node++) {
        cluster.kill(node);
        lifeGoesOn.run();
        cluster.rejoin(node);
        lifeGoesOn.run();
      }
      killRedis(lifeGoesOn, "--appendonly", "yes");
      for (ServedDaemon daemon : daemons) {
        daemon.kill();
        lifeGoesOn.run();
        daemon.start();
        lifeGoesOn.run();
      }
      // This time it comes back with what it had written.
      killRedis(lifeGoesOn, "--appendonly", "yes");
    }

    private void killRedis(Runnable lifeGoesOn, String... arguments) throws Exception {
      assertNotEquals(":0", redis.command("DBSIZE"), "nothing is in Redis");
      List<Integer> before = answersAgain();
      redis.kill();
      lifeGoesOn.run();
      redis.restartWith(arguments);
      await("Redis is asked again")
          .atMost(PATIENCE)
          .until(
              () -> {
                List<Integer> now = answersAgain();
                return IntStream.range(0, DAEMONS).allMatch(i -> now.get(i) > before.get(i));
              });
      lifeGoesOn.run();
    }

    /// How often each daemon has said that Redis is back.
    private List<Integer> answersAgain() throws IOException {
      List<Integer> times = new ArrayList<>();
      for (ServedDaemon daemon : daemons) {
        times.add(daemon.output().split("Redis answers again", -1).length);
      }
      return times;
    }
  }

  /// Waits until every account has got and moved more mail, so that life has gone on.
  private static void awaitMore(List<History> histories) {
    List<Integer> before = histories.stream().map(History::deliveries).toList();
    List<Integer> moves = histories.stream().map(History::moves).toList();
    await("mail goes on")
        .atMost(PATIENCE)
        .until(
            () -> {
              for (int i = 0; i < histories.size(); i++) {
                if (histories.get(i).deliveries() < before.get(i) + 5
                    || histories.get(i).moves() < moves.get(i) + 5) {
                  return false;
                }
              }
              return true;
            });
  }
}
