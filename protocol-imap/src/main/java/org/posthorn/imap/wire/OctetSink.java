package org.posthorn.imap.wire;

import java.io.IOException;

/// Where encoded octets go: the connection's output, or an array in tests.
@FunctionalInterface
public interface OctetSink {
  /// Takes octets; the array can be used again at once.
  void write(byte[] octets, int offset, int length) throws IOException;
}
