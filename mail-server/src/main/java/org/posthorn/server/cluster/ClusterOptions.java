package org.posthorn.server.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the user of `posthorn cluster try` asked for.
///
/// @param directory where all data and logs are, empty or absent at first; deleted in the end
/// @param portOffset added to the standard ports of databases and Redis, and, with 1000 more for
///     each, to those of the daemons
/// @param password the password of alice and bob
public record ClusterOptions(Path directory, int portOffset, String password) {
  /// Databases, and daemons.
  public static final int NODES = 3;

  /// The loopback address that everything listens on.
  static final String HOST = "127.0.0.1";

  int database(int node) {
    return portOffset + 3306 + node;
  }

  /// What the databases talk to each other on: three ports for each.
  int replication(int node) {
    return portOffset + 4567 + 3 * node;
  }

  int redis() {
    return portOffset + 6379;
  }

  /// The port of a daemon that a standard one is moved to.
  int mail(int daemon, int standard) {
    return daemonOffset(daemon) + standard;
  }

  /// Every port that is listened on.
  List<Integer> ports() {
    List<Integer> ports = new ArrayList<>(List.of(redis()));
    for (int node = 0; node < NODES; node++) {
      ports.add(database(node));
      for (int i = 0; i < 3; i++) {
        ports.add(replication(node) + i);
      }
      for (int standard : new int[] {25, 110, 143, 465, 587, 993, 995, 9090}) {
        ports.add(mail(node, standard));
      }
    }
    return ports;
  }

  int daemonOffset(int daemon) {
    return portOffset + 1000 * (daemon + 1);
  }
}
