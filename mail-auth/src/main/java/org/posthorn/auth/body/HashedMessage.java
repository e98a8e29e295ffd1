package org.posthorn.auth.body;

import java.util.Map;
import java.util.Optional;
import org.posthorn.auth.header.HeaderBlock;

/// A message after it has passed: its header, and its body's hashes. Immutable.
///
/// @param header the header
/// @param bodies a hash for each way that was asked for
public record HashedMessage(HeaderBlock header, Map<BodyHashSpec, BodyHash> bodies) {
  public HashedMessage {
    bodies = Map.copyOf(bodies);
  }

  /// The hash of that kind, if it was asked for.
  public Optional<BodyHash> body(BodyHashSpec spec) {
    return Optional.ofNullable(bodies.get(spec));
  }
}
