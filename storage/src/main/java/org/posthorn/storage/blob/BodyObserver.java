package org.posthorn.storage.blob;

/// Sees the octets of a body while it streams into the spool: the message scanner, hashers of
/// signatures. Called in order on the writing thread; the array is only lent. What it throws
/// fails the write.
@FunctionalInterface
public interface BodyObserver {
  /// Sees nothing.
  BodyObserver NONE = (_, _, _) -> {};

  /// The next octets.
  void octets(byte[] bytes, int offset, int length);

  /// This one, then another.
  default BodyObserver and(BodyObserver other) {
    return (bytes, offset, length) -> {
      octets(bytes, offset, length);
      other.octets(bytes, offset, length);
    };
  }
}
