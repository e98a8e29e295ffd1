package org.posthorn.storage.mailbox;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Objects;
import org.posthorn.storage.blob.Content;

/// A message: the trace header of this server, then the body as it was sent. As thread-safe as the
/// body.
public final class PrefixedContent implements Content {
  private final byte[] prefix;
  private final Content body;

  private PrefixedContent(byte[] prefix, Content body) {
    this.prefix = prefix;
    this.body = body;
  }

  /// The two in a row.
  public static Content of(byte[] prefix, Content body) {
    return prefix.length == 0 ? body : new PrefixedContent(prefix, body);
  }

  @Override
  public long size() {
    return prefix.length + body.size();
  }

  /// How many octets of a slice lie in the prefix.
  private int inPrefix(long offset, long length) {
    return (int) Math.clamp(prefix.length - offset, 0, length);
  }

  @Override
  public boolean isLoaded(long offset, long length) {
    int first = inPrefix(offset, length);
    return first == length || body.isLoaded(offset + first - prefix.length, length - first);
  }

  @Override
  public byte[] read(long offset, int length) {
    Objects.checkFromIndexSize(offset, length, size());
    int first = inPrefix(offset, length);
    if (first == 0) {
      return body.read(offset - prefix.length, length);
    }
    byte[] slice = new byte[length];
    System.arraycopy(prefix, (int) offset, slice, 0, first);
    if (first < length) {
      System.arraycopy(body.read(0, length - first), 0, slice, first, length - first);
    }
    return slice;
  }

  @Override
  public void writeTo(long offset, long length, Sink sink) {
    Objects.checkFromIndexSize(offset, length, size());
    int first = inPrefix(offset, length);
    if (first > 0) {
      sink.accept(prefix, (int) offset, first);
    }
    if (first < length) {
      body.writeTo(offset + first - prefix.length, length - first, sink);
    }
  }

  @Override
  public InputStream stream(long offset, long length) {
    Objects.checkFromIndexSize(offset, length, size());
    int first = inPrefix(offset, length);
    if (first == 0) {
      return body.stream(offset - prefix.length, length);
    }
    return new SequenceInputStream(
        new ByteArrayInputStream(prefix, (int) offset, first), body.stream(0, length - first));
  }
}
