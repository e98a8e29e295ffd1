package org.posthorn.storage.blob;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;

/// Octets in an array, which is not copied and must not change. Thread-safe.
public final class ByteContent implements Content {
  private final byte[] bytes;

  public ByteContent(byte[] bytes) {
    this.bytes = bytes;
  }

  /// The octets themselves, which must not be changed.
  public byte[] array() {
    return bytes;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public boolean isLoaded(long offset, long length) {
    return true;
  }

  @Override
  public byte[] read(long offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
  }

  @Override
  public void writeTo(long offset, long length, Sink sink) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length > 0) {
      sink.accept(bytes, (int) offset, (int) length);
    }
  }

  @Override
  public InputStream stream(long offset, long length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    return new ByteArrayInputStream(bytes, (int) offset, (int) length);
  }
}
