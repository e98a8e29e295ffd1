package org.posthorn.imap.wire;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import org.posthorn.storage.blob.Content;

/// Octets in memory, handed out in chunks of an odd size.
record ArrayContent(byte[] octets) implements Content {
  private static final int CHUNK = 1_021;

  @Override
  public long size() {
    return octets.length;
  }

  @Override
  public byte[] read(long offset, int length) {
    return Arrays.copyOfRange(octets, (int) offset, (int) offset + length);
  }

  @Override
  public void writeTo(long offset, long length, Sink sink) {
    for (long done = 0; done < length; done += CHUNK) {
      sink.accept(octets, (int) (offset + done), (int) Math.min(CHUNK, length - done));
    }
  }

  @Override
  public InputStream stream(long offset, long length) {
    return new ByteArrayInputStream(octets, (int) offset, (int) length);
  }
}
