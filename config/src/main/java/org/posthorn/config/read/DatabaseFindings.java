package org.posthorn.config.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.posthorn.config.MysqlStorage;
import org.posthorn.config.value.HostPort;

/// What the keys of one database mean together: `[storage.mysql]`, or one `[[storage.shard]]`.
final class DatabaseFindings {
  private DatabaseFindings() {}

  /// @param path of the table
  static List<Finding> check(String path, MysqlStorage mysql) {
    List<Finding> findings = new ArrayList<>();
    if (mysql.hosts().isEmpty()) {
      findings.add(Finding.error(path + ".hosts", "a database needs a host"));
    }
    for (String parameter : mysql.parameters()) {
      if (!parameter.matches("[A-Za-z]+=[^&]+")) {
        findings.add(
            Finding.error(
                path + ".parameters", "\"" + parameter + "\" is not like sslMode=REQUIRED"));
      }
    }
    replicas(path, mysql, findings);
    return findings;
  }

  /// A member of a cluster may be a replica, too, as long as it is not its primary; the only host
  // is
  /// always that.
  private static void replicas(String path, MysqlStorage mysql, List<Finding> findings) {
    Set<HostPort> seen = new HashSet<>();
    for (HostPort replica : mysql.replicas().hosts()) {
      if (!seen.add(replica)) {
        findings.add(Finding.error(path + ".replicas", replica + " is there twice"));
      }
      if (mysql.hosts().equals(List.of(replica))) {
        findings.add(
            Finding.error(
                path + ".replicas",
                replica + " is the database itself: a replica is another server, which follows it",
                path + ".hosts"));
      }
    }
  }
}
