package org.posthorn.storage.redis;

import static org.posthorn.storage.redis.RedisServer.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.posthorn.config.RedisConfig;

/// Several private Redis servers of which one takes the place of another that is gone, after one to
/// three seconds. One thread.
abstract class RedisGroup implements AutoCloseable {
  private static final int SLOTS = 16_384;

  /// So long that a busy machine is not taken for a server that hangs.
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  final List<RedisServer> servers = new ArrayList<>();

  /// A primary, a replica, and a Sentinel that watches them.
  static RedisGroup sentinel() {
    return open(new BehindSentinel());
  }

  /// Three primaries, and a replica of the first.
  static RedisGroup cluster() {
    return open(new Cluster());
  }

  private static RedisGroup open(RedisGroup made) {
    try {
      made.start();
      return made;
    } catch (RuntimeException failure) {
      made.close();
      throw failure;
    }
  }

  abstract void start();

  /// What daemons are told of them.
  abstract String url();

  /// One of the two that stand in for each other: the primary now.
  abstract RedisServer primary();

  /// Starts a server that was killed again, and waits until it stands in for the primary.
  abstract void rejoin(RedisServer killed);

  RedisConfig config() {
    RedisConfig quick = RedisServer.config(url(), Optional.empty(), Optional.empty());
    return new RedisConfig(
        quick.url(),
        quick.user(),
        quick.password(),
        quick.sentinelPassword(),
        quick.caFile(),
        quick.prefix(),
        TIMEOUT,
        quick.connectTimeout(),
        quick.pause(),
        quick.keep(),
        quick.maxBody());
  }

  /// Waits until another one is the primary.
  void awaitAnother(RedisServer before) {
    await().until(() -> !primary().equals(before));
  }

  /// Waits until the primary's replica has all that it has.
  static void awaitReplica(RedisServer primary) {
    await().until(() -> primary.command("INFO", "replication").contains("state=online"));
  }

  @Override
  public void close() {
    servers.reversed().forEach(RedisServer::close);
  }

  private static final class BehindSentinel extends RedisGroup {
    private static final int PAIR = 2;

    @Override
    void start() {
      servers.add(RedisServer.start());
      RedisServer first = servers.getFirst();
      servers.add(RedisServer.start("--replicaof", "127.0.0.1 " + first.port()));
      awaitReplica(first);
      servers.add(RedisServer.sentinelOf(first));
    }

    @Override
    String url() {
      return "redis-sentinel://127.0.0.1:%d#mail".formatted(servers.getLast().port());
    }

    @Override
    RedisServer primary() {
      String said = servers.getLast().command("INFO", "sentinel");
      return servers.stream()
          .limit(PAIR)
          .filter(server -> said.contains("address=127.0.0.1:" + server.port() + ','))
          .findFirst()
          .orElseThrow();
    }

    @Override
    void rejoin(RedisServer killed) {
      killed.restartWith("--replicaof", "127.0.0.1 " + primary().port());
      awaitReplica(primary());
    }
  }

  private static final class Cluster extends RedisGroup {
    private static final int PRIMARIES = 3;
    private static final String[] ARGUMENTS = {
      "--cluster-enabled", "yes", "--cluster-node-timeout", "1000",
      "--cluster-replica-validity-factor", "0", "--repl-diskless-sync-delay", "0"
    };

    @Override
    void start() {
      for (int i = 0; i <= PRIMARIES; i++) {
        RedisServer server = RedisServer.start(ARGUMENTS);
        servers.add(server);
        server.command("CLUSTER", "SET-CONFIG-EPOCH", "" + (i + 1));
        if (i < PRIMARIES) {
          int first = SLOTS * i / PRIMARIES;
          int last = SLOTS * (i + 1) / PRIMARIES - 1;
          server.command("CLUSTER", "ADDSLOTSRANGE", "" + first, "" + last);
        }
        for (RedisServer other : servers.subList(0, i)) {
          server.command("CLUSTER", "MEET", "127.0.0.1", "" + other.port());
        }
      }
      String id = servers.getFirst().command("CLUSTER", "MYID");
      await().until(() -> servers.getLast().command("CLUSTER", "REPLICATE", id).equals("+OK"));
      awaitReplica(servers.getFirst());
      await().until(() -> servers.stream().allMatch(Cluster::isWhole));
    }

    private static boolean isWhole(RedisServer server) {
      String nodes = server.command("CLUSTER", "NODES");
      return server.command("CLUSTER", "INFO").contains("cluster_state:ok")
          && nodes.lines().count() == PRIMARIES + 1
          && nodes.contains("slave")
          && !nodes.contains("handshake");
    }

    @Override
    String url() {
      return "redis-cluster://"
          + String.join(
              ",",
              IntStream.range(0, 2).mapToObj(i -> "127.0.0.1:" + servers.get(i).port()).toList());
    }

    @Override
    RedisServer primary() {
      // As one says who was never gone.
      List<String> primaries =
          servers
              .get(1)
              .command("CLUSTER", "NODES")
              .lines()
              .filter(line -> line.contains("master") && !line.contains("fail"))
              .toList();
      return List.of(servers.getFirst(), servers.getLast()).stream()
          .filter(
              server ->
                  primaries.stream().anyMatch(line -> line.contains(":" + server.port() + "@")))
          .findFirst()
          .orElse(servers.get(1));
    }

    @Override
    void awaitAnother(RedisServer before) {
      await().until(() -> !primary().equals(before) && !primary().equals(servers.get(1)));
    }

    @Override
    void rejoin(RedisServer killed) {
      killed.restart();
      awaitReplica(primary());
    }
  }
}
