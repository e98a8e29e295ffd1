package org.posthorn.storage.engine.mysql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.posthorn.config.value.HostPort;
import org.posthorn.config.value.Secret;

/// Three private MariaDB servers that are one Galera cluster, on free loopback ports. It is up
/// after half a minute; a server that was killed has joined again after ten to twenty seconds.
public final class GaleraCluster implements AutoCloseable {
  public static final int NODES = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Path PROVIDER = Path.of("/usr/lib/galera/libgalera_smm.so");

  private final List<MariaDbServer> nodes = new ArrayList<>();

  private GaleraCluster() throws IOException {
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < 3 * NODES; i++) {
      ports.add(MariaDbServer.freePort());
    }
    String address =
        "gcomm://"
            + String.join(
                ",",
                IntStream.range(0, NODES).mapToObj(i -> "127.0.0.1:" + ports.get(3 * i)).toList());
    for (int i = 0; i < NODES; i++) {
      List<String> once = i == 0 ? List.of("--wsrep-new-cluster") : List.of();
      nodes.add(MariaDbServer.begin(arguments(i, address, ports), once));
      if (i == 0) {
        awaitSynced(0, 1);
      }
    }
    for (int i = 0; i < NODES; i++) {
      awaitSynced(i, NODES);
    }
  }

  /// Whether the binaries are there.
  public static boolean available() {
    return MariaDbServer.available()
        && Files.exists(PROVIDER)
        && Stream.of("/usr/bin/rsync", "/usr/local/bin/rsync")
            .map(Path::of)
            .anyMatch(Files::exists);
  }

  /// Starts one and waits until all servers are in it.
  public static GaleraCluster start() {
    try {
      return new GaleraCluster();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static List<String> arguments(int i, String address, List<Integer> ports) {
    int group = ports.get(3 * i);
    return List.of(
        "--binlog-format=ROW",
        "--innodb-autoinc-lock-mode=2",
        "--innodb-flush-log-at-trx-commit=0",
        "--wsrep-on=ON",
        "--wsrep-provider=" + PROVIDER,
        "--wsrep-cluster-name=posthorn",
        "--wsrep-cluster-address=" + address,
        "--wsrep-node-name=n" + i,
        "--wsrep-node-address=127.0.0.1:" + group,
        "--wsrep-sst-method=rsync",
        "--wsrep-sst-receive-address=127.0.0.1:" + ports.get(3 * i + 1),
        // A node that was away joins from what the others have kept of the writes since; else it
        // would want a whole copy, and end, since a running one cannot take that by rsync.
        "--wsrep-provider-options=base_host=127.0.0.1;base_port="
            + group
            + ";gmcast.listen_addr=tcp://127.0.0.1:"
            + group
            + ";ist.recv_addr=127.0.0.1:"
            + ports.get(3 * i + 2)
            + ";gcache.size=256M;evs.keepalive_period=PT0.5S;evs.inactive_check_period=PT0.5S"
            + ";evs.suspect_timeout=PT2S;evs.inactive_timeout=PT5S");
  }

  /// One of the servers.
  public MariaDbServer node(int i) {
    return nodes.get(i);
  }

  /// Makes an empty database on all of them.
  ///
  /// @return its name
  public String newDatabase() {
    return nodes.getFirst().server().newDatabase();
  }

  /// The servers' addresses.
  public List<HostPort> hosts() {
    return nodes.stream().map(node -> new HostPort("127.0.0.1", node.port())).toList();
  }

  /// How a daemon reaches a database here.
  ///
  /// @param lanes whether all servers are written through
  public MysqlOptions options(String database, boolean lanes) {
    return new MysqlOptions(
        hosts(), database, "root", Secret.of(""), 4, 2, lanes, Duration.ofSeconds(30), Map.of());
  }

  /// Ends a server at once.
  public void kill(int i) {
    nodes.get(i).kill();
  }

  /// Stops a server in its tracks: the others go on without it after some seconds.
  public void freeze(int i) {
    nodes.get(i).freeze();
  }

  /// Lets a server go on and waits until it is one of all again.
  public void thaw(int i) {
    nodes.get(i).thaw();
    awaitAll();
  }

  /// Starts a server again and waits until it is one of all.
  public void rejoin(int i) {
    nodes.get(i).restart(PATIENCE);
    awaitAll();
  }

  private void awaitAll() {
    for (int each = 0; each < NODES; each++) {
      awaitSynced(each, NODES);
    }
  }

  private void awaitSynced(int i, int size) {
    MariaDbServer node = nodes.get(i);
    Awaitility.await("node " + i)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () ->
                node.status("wsrep_local_state_comment").equals("Synced")
                    && node.status("wsrep_cluster_size").equals(Integer.toString(size)));
  }

  @Override
  public void close() {
    nodes.forEach(MariaDbServer::close);
  }
}
