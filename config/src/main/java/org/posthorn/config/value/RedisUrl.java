package org.posthorn.config.value;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Where Redis is. Immutable.
///
///     redis://cache.example.org:6379/0                          // one server
///     redis-sentinel://s1:26379,s2:26379,s3:26379/0#mymaster    // the master that Sentinels name
///     redis-cluster://c1:6379,c2:6379                           // a cluster
///
/// With `rediss` in the place of `redis` the connections are encrypted. Users and passwords do not
/// stand in it: they would be shown wherever the configuration is.
///
/// @param kind what is there
/// @param tls whether connections are encrypted
/// @param hosts the server, the Sentinels, or some nodes of the cluster
/// @param database the number of the database; 0 with a cluster
/// @param master the name by which Sentinels know the master, or empty
public record RedisUrl(Kind kind, boolean tls, List<HostPort> hosts, int database, String master) {
  private static final int PORT = 6379;
  private static final int SENTINEL_PORT = 26379;
  private static final int MAX_DATABASE = 65_535;

  /// The ways to run Redis.
  public enum Kind {
    SINGLE("", PORT),
    SENTINEL("-sentinel", SENTINEL_PORT),
    CLUSTER("-cluster", PORT);

    private final String suffix;
    private final int port;

    Kind(String suffix, int port) {
      this.suffix = suffix;
      this.port = port;
    }
  }

  public RedisUrl {
    hosts = List.copyOf(hosts);
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException("names no host");
    }
    if (kind == Kind.SINGLE && hosts.size() > 1) {
      throw new IllegalArgumentException(
          "names several hosts: write redis-sentinel:// or redis-cluster://");
    }
    if ((kind == Kind.SENTINEL) == master.isEmpty()) {
      throw new IllegalArgumentException(
          kind == Kind.SENTINEL
              ? "does not end in # and the master's name"
              : "has a master's name, which only Sentinels know");
    }
    if (kind == Kind.CLUSTER && database != 0) {
      throw new IllegalArgumentException("has a database: a cluster has no other than 0");
    }
  }

  /// Reads the text form.
  ///
  /// @throws IllegalArgumentException with a message for the admin
  public static RedisUrl parse(String text) {
    String stripped = text.strip();
    int colon = stripped.indexOf("://");
    String scheme = colon < 0 ? "" : stripped.substring(0, colon).toLowerCase(Locale.ROOT);
    boolean tls = scheme.startsWith("rediss");
    Kind kind =
        Arrays.stream(Kind.values())
            .filter(one -> scheme.equals((tls ? "rediss" : "redis") + one.suffix))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "does not begin with redis://, redis-sentinel:// or redis-cluster://,"
                            + " or the same with rediss"));
    return parse(kind, tls, stripped.substring(colon + 3));
  }

  private static RedisUrl parse(Kind kind, boolean tls, String rest) {
    if (rest.contains("@")) {
      throw new IllegalArgumentException("has a user or password: they are settings of their own");
    }
    int hash = rest.indexOf('#');
    String master = hash < 0 ? "" : rest.substring(hash + 1);
    String beforeHash = hash < 0 ? rest : rest.substring(0, hash);
    int slash = beforeHash.indexOf('/');
    String hosts = slash < 0 ? beforeHash : beforeHash.substring(0, slash);
    String database = slash < 0 ? "" : beforeHash.substring(slash + 1);
    return new RedisUrl(
        kind,
        tls,
        Arrays.stream(hosts.split(","))
            .filter(host -> !host.isBlank())
            .map(host -> HostPort.parse(host, kind.port))
            .toList(),
        database(database),
        master);
  }

  private static int database(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    if (text.length() > 5
        || !text.chars().allMatch(c -> c >= '0' && c <= '9')
        || Integer.parseInt(text) > MAX_DATABASE) {
      throw new IllegalArgumentException("\"" + text + "\" is no number of a database");
    }
    return Integer.parseInt(text);
  }

  @Override
  public String toString() {
    return (tls ? "rediss" : "redis")
        + kind.suffix
        + "://"
        + hosts.stream().map(HostPort::toString).collect(Collectors.joining(","))
        + (database == 0 ? "" : "/" + database)
        + (master.isEmpty() ? "" : "#" + master);
  }
}
