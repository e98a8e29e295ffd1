package org.posthorn.server.metrics;

/// Whether the daemon can do its work now.
///
/// @param ready whether it takes connections and its store is well
/// @param reason why not; `ready` where it is
public record Readiness(boolean ready, String reason) {
  /// All is well.
  public static final Readiness READY = new Readiness(true, "ready");

  /// Not now, for this reason.
  public static Readiness not(String reason) {
    return new Readiness(false, reason);
  }
}
