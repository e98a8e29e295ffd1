package org.posthorn.pop3.wire;

import java.io.IOException;

/// Takes octets that are only lent.
@FunctionalInterface
public interface Sink {
  /// Takes `length` octets of `source` from `offset` on.
  void write(byte[] source, int offset, int length) throws IOException;
}
