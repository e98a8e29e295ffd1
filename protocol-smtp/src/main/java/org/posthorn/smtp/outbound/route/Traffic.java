package org.posthorn.smtp.outbound.route;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.posthorn.smtp.outbound.client.Target;

/// Knows to which servers many messages have just gone. Guarded by its user.
///
/// Of each server it keeps the times of the last few messages, and it forgets the server that was
/// used least recently where there are very many.
final class Traffic {
  private static final int MAX_SERVERS = 1_000;

  private final int busy;
  private final long window;
  private final Map<Target, long[]> servers =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Target, long[]> eldest) {
          return size() > MAX_SERVERS;
        }
      };

  /// @param busy so many messages are many; at least 1
  /// @param window in this time
  Traffic(int busy, Duration window) {
    this.busy = busy;
    this.window = window.toNanos();
  }

  /// Counts a message.
  ///
  /// @param now the time, on a clock of nanoseconds that only runs forward
  /// @return whether the server got many messages in the time that ends now, with this one
  boolean count(Target server, long now) {
    long[] times = servers.get(server);
    if (times == null) {
      times = new long[busy + 1]; // The last one says how many there were in all.
      servers.put(server, times);
    }
    int slot = (int) (times[busy] % busy);
    times[busy]++;
    times[slot] = now;
    long oldest = times[(slot + 1) % busy];
    return times[busy] >= busy && now - oldest < window;
  }
}
