package org.posthorn.protocol.frame;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.posthorn.protocol.limit.Pace;
import org.posthorn.protocol.limit.SessionLimits;

/// What goes to the peer. All pieces, small and large, are copied once, into a buffer that goes out
/// when it is full or when the session has no further command to run. A writer whose peer does not
/// read waits, holding at most one such chunk.
///
/// Only the session's thread may call it, except [#signal]. It holds no buffer between two runs of
/// the session. All methods that write throw [ConnectionEndedException] when the connection is gone
/// and [PeerTimeoutException] when the peer takes nothing for the write timeout.
@SuppressWarnings("FutureReturnValueIgnored") // failed writes close the channel
public final class Output {
  /// The size of a chunk of content; a good size for arrays given to [#write(byte\[\], int, int)].
  public static final int CHUNK = 64 * 1024;

  private static final int SMALLEST = 512;

  private final Channel channel;
  private final Pace pace;
  private SessionLimits limits;

  /// What is gathered, or null.
  private @Nullable ByteBuf stage;

  /// Whether a full chunk has gone out in this run, so that another is to be expected.
  private boolean bulk;

  private long sent;

  public Output(Channel channel, SessionLimits limits) {
    this.channel = channel;
    this.limits = limits;
    this.pace = new Pace(limits.rates().bytesOut());
  }

  /// Sets the limits from now on.
  public void limits(SessionLimits newLimits) {
    limits = newLimits;
    pace.rate(newLimits.rates().bytesOut());
  }

  /// Writes one octet.
  public void write(int octet) throws IOException {
    stage(1, 1).writeByte(octet);
  }

  /// Writes all octets of `source`.
  public void write(byte[] source) throws IOException {
    write(source, 0, source.length);
  }

  /// Writes octets of `source`; it can be used again at once.
  public void write(byte[] source, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      ByteBuf buffer = stage(length - done, 1);
      int n = Math.min(length - done, buffer.maxWritableBytes());
      buffer.writeBytes(source, offset + done, n);
      done += n;
    }
  }

  /// Writes what remains in `source`.
  public void write(ByteBuffer source) throws IOException {
    while (source.hasRemaining()) {
      ByteBuf buffer = stage(source.remaining(), 1);
      int n = Math.min(source.remaining(), buffer.maxWritableBytes());
      buffer.writeBytes(source.slice().limit(n));
      source.position(source.position() + n);
    }
  }

  /// Writes characters up to U+00FF as octets of the same value. The caller answers for them: text
  /// from clients or messages must have been through an encoder that knows quoting.
  public void ascii(String text) throws IOException {
    int n = text.length();
    if (n > CHUNK) {
      write(text.getBytes(StandardCharsets.ISO_8859_1));
    } else {
      stage(n, n).writeCharSequence(text, StandardCharsets.ISO_8859_1);
    }
  }

  /// Writes a decimal number.
  public void number(long value) throws IOException {
    ascii(Long.toString(value));
  }

  /// Ends a line.
  public void crlf() throws IOException {
    stage(2, 2).writeShort(('\r' << 8) | '\n');
  }

  /// Sends everything that was gathered. The session loop does this when no further command is
  /// there, and waiting for the peer does it too: handlers need it only to show progress in the
  /// middle of a command.
  public void flush() throws IOException {
    ByteBuf buffer = stage;
    if (buffer != null && buffer.isReadable()) {
      stage = null;
      send(buffer);
    }
  }

  /// Octets given to the channel so far.
  public long sent() {
    return sent;
  }

  /// Called by the event loop when the channel takes bytes again or is closed.
  public synchronized void signal() {
    notifyAll();
  }

  /// Gives the buffer back; called by the session loop when a run ends.
  public void release() {
    bulk = false;
    ByteBuf buffer = stage;
    if (buffer != null) {
      stage = null;
      buffer.release();
    }
  }

  /// Takes what was gathered without sending it, for a reply that has to go out together with a
  /// change of the channel (STARTTLS).
  public ByteBuf takePending() {
    ByteBuf buffer = stage;
    stage = null;
    return buffer == null ? channel.alloc().buffer(0) : buffer;
  }

  /// A buffer to write to.
  ///
  /// @param expected how much is going to be written; more than fits is no harm
  /// @param least how much has to fit
  private ByteBuf stage(int expected, int least) throws IOException {
    ByteBuf buffer = stage;
    if (buffer != null) {
      if (buffer.maxWritableBytes() >= least) {
        return buffer;
      }
      stage = null;
      bulk = true;
      send(buffer);
    }
    int size = bulk ? CHUNK : Math.clamp(expected, SMALLEST, CHUNK);
    buffer = channel.alloc().directBuffer(size, CHUNK);
    stage = buffer;
    return buffer;
  }

  private void send(ByteBuf buffer) throws IOException {
    int n = buffer.readableBytes();
    boolean handed = false;
    try {
      awaitWritable();
      pace.await(n);
      handed = true;
    } finally {
      if (!handed) {
        buffer.release();
      }
    }
    sent += n;
    channel.writeAndFlush(buffer, channel.voidPromise());
  }

  private void awaitWritable() throws IOException {
    if (!channel.isActive()) {
      throw new ConnectionEndedException("connection is closed");
    }
    if (channel.isWritable()) {
      return;
    }
    long deadline = System.nanoTime() + limits.timeouts().write().toNanos();
    synchronized (this) {
      while (channel.isActive() && !channel.isWritable()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new PeerTimeoutException("peer does not read");
        }
        try {
          wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("interrupted while waiting for the peer");
        }
      }
    }
    if (!channel.isActive()) {
      throw new ConnectionEndedException("connection is closed");
    }
  }
}
