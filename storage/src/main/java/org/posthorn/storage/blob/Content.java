package org.posthorn.storage.blob;

import java.io.InputStream;

/// Readable octets of known length. Reads may block on the disk; a read outside the length is an
/// [IndexOutOfBoundsException].
public interface Content {
  /// The length in octets.
  long size();

  /// Reads a slice into a new array.
  byte[] read(long offset, int length);

  /// Hands a slice to the sink, chunk by chunk in order; the chunks' arrays are only lent.
  void writeTo(long offset, long length, Sink sink);

  /// Whether a slice is in memory, so that reading it neither blocks nor fails.
  default boolean isLoaded(long offset, long length) {
    return false;
  }

  /// A stream over a slice. Closing it is optional.
  InputStream stream(long offset, long length);

  /// Takes octets.
  @FunctionalInterface
  interface Sink {
    void accept(byte[] bytes, int offset, int length);
  }
}
