package org.posthorn.config;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.value.HostPort;

/// Servers that follow a MySQL cluster and are read only: `replicas` and `replica-…` in
/// `[storage.mysql]`. They have the schema and user of the cluster. Immutable.
///
/// @param hosts where they are; none means that there are none
/// @param connections to each of them, at most
/// @param timeout after which one that does not answer is left alone
/// @param pause how long one that failed is left alone
public record MysqlReplicas(
    List<HostPort> hosts, int connections, Duration timeout, Duration pause) {
  public MysqlReplicas {
    hosts = List.copyOf(hosts);
  }

  public static MysqlReplicas none() {
    return new MysqlReplicas(List.of(), 8, Duration.ofSeconds(1), Duration.ofSeconds(5));
  }
}
