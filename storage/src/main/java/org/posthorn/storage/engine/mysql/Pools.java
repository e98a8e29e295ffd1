package org.posthorn.storage.engine.mysql;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.posthorn.storage.engine.Scopes;

/// The servers of the cluster, and the lanes to them: one that reads, and those that write.
/// Thread-safe.
final class Pools implements AutoCloseable {
  static final String MODE =
      "sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',innodb_lock_wait_timeout=10";

  /// A read waits until its server has applied what any of them has committed.
  private static final String CAUSAL = MODE + ",wsrep_sync_wait=1";

  private static final long PROBE_MILLIS = 1_000;
  private static final Duration CLOSING = Duration.ofSeconds(3);

  private final List<Node> nodes;
  private final Lane reads;
  private final Lane lookUps;
  private final List<Lane> lanes;
  private final ScheduledExecutorService monitor;

  private Pools(List<Node> nodes, int laneCount) {
    this.nodes = nodes;
    this.reads = new Lane(nodes, Node::reads);
    this.lookUps = new Lane(nodes, Node::lookUps);
    this.lanes =
        IntStream.range(0, laneCount)
            .mapToObj(first -> new Lane(ring(nodes, first), Node::writes))
            .toList();
    this.monitor =
        Executors.newScheduledThreadPool(
            nodes.size(), Thread.ofPlatform().daemon().name("mysql-monitor-", 0).factory());
  }

  /// Makes the pools; connections are opened when they are needed.
  ///
  /// @param galera whether the servers are nodes of a Galera cluster
  static Pools open(MysqlOptions options, boolean galera, MeterRegistry registry) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < options.hosts().size(); i++) {
      nodes.add(new Node(options, i, galera ? CAUSAL : MODE, registry));
    }
    Pools pools = new Pools(List.copyOf(nodes), options.laneCount());
    if (nodes.size() > 1) {
      for (Node node : nodes) {
        var _ =
            pools.monitor.scheduleWithFixedDelay(
                node::probe, PROBE_MILLIS, PROBE_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
    return pools;
  }

  private static List<Node> ring(List<Node> nodes, int first) {
    List<Node> ring = new ArrayList<>(nodes);
    Collections.rotate(ring, -first);
    return ring;
  }

  Lane reads() {
    return reads;
  }

  /// For single statements.
  Lane lookUps() {
    return lookUps;
  }

  /// The lanes that write, the same ones in every daemon.
  List<Lane> lanes() {
    return lanes;
  }

  /// Which lane the scopes belong to: the same one in every daemon.
  int laneOf(Scopes scopes) {
    if (lanes.size() == 1 || scopes.list().isEmpty()) {
      return 0;
    }
    // Identifiers end in a node and a sequence: spread their bits first.
    long spread = scopes.list().getFirst().number() * 0x9E37_79B9_7F4A_7C15L;
    return (int) Long.remainderUnsigned(spread >>> 17, lanes.size());
  }

  /// Waits a little for each to close its connections properly: one that hangs takes long.
  @Override
  public void close() {
    monitor.shutdownNow();
    List<Thread> closers =
        nodes.stream()
            .flatMap(Node::pools)
            .map(pool -> Thread.ofPlatform().daemon().name("mysql-close").start(pool::close))
            .toList();
    long end = System.nanoTime() + CLOSING.toNanos();
    try {
      for (Thread closer : closers) {
        boolean _ = closer.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
