package org.posthorn.smtp.outbound.route;

import java.util.List;

/// Hears of every attempt, on the thread that made it. Implementations are thread-safe and quick.
@FunctionalInterface
public interface AttemptListener {
  /// An attempt has ended.
  void ended(Attempt attempt);

  /// Tells several, one after the other.
  static AttemptListener all(List<AttemptListener> listeners) {
    List<AttemptListener> copy = List.copyOf(listeners);
    return attempt -> copy.forEach(listener -> listener.ended(attempt));
  }
}
