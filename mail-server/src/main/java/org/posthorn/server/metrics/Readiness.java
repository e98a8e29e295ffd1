package org.posthorn.server.metrics;

import java.util.List;

/// Whether the daemon can do its work now.
///
/// @param ready whether it takes connections and its store is well
/// @param reason why not; `ready` where it is
public record Readiness(boolean ready, String reason) {
  /// All is well.
  public static final Readiness READY = new Readiness(true, "ready");

  /// All is well but for some shards, whose accounts wait: others do their work.
  public static Readiness without(List<String> shards) {
    return shards.isEmpty()
        ? READY
        : new Readiness(true, "ready, but without shard " + String.join(", ", shards));
  }

  /// Not now, for this reason.
  public static Readiness not(String reason) {
    return new Readiness(false, reason);
  }
}
