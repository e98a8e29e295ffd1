package org.posthorn.smtp.outbound.client;

import java.util.Arrays;
import java.util.Base64;

/// Encodes octets as base64 in lines of 76 characters (RFC 2045 §6.8). Not thread-safe.
final class Base64Lines implements SevenBit.TransferEncoder {
  /// Octets of one group of lines: 57 make one line.
  private static final int GROUP = 57 * 128;

  private static final byte[] LINE_END = {'\r', '\n'};

  private final OutgoingBody.Sink sink;
  private final byte[] group = new byte[GROUP];
  private int filled;

  Base64Lines(OutgoingBody.Sink sink) {
    this.sink = sink;
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws ClientException {
    int done = 0;
    while (done < length) {
      int part = Math.min(length - done, GROUP - filled);
      System.arraycopy(bytes, offset + done, group, filled, part);
      filled += part;
      done += part;
      if (filled == GROUP) {
        encode();
      }
    }
  }

  private void encode() throws ClientException {
    byte[] whole = filled == GROUP ? group : Arrays.copyOf(group, filled);
    byte[] encoded = Base64.getMimeEncoder().encode(whole);
    sink.accept(encoded, 0, encoded.length);
    sink.accept(LINE_END, 0, LINE_END.length);
    filled = 0;
  }

  @Override
  public void finish() throws ClientException {
    if (filled > 0) {
      encode();
    }
  }
}
