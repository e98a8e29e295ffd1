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

/// What goes to the peer. Small pieces are gathered and go out together when the session has no
/// further command to run; big ones go out in chunks as they come. A writer whose peer does not
/// read waits, holding at most one chunk.
///
/// Only the session's thread may call it, except [#signal]. It holds no buffer between two runs of
/// the session. All methods that write throw [ConnectionEndedException] when the connection is gone
/// and [PeerTimeoutException] when the peer takes nothing for the write timeout.
@SuppressWarnings("FutureReturnValueIgnored") // failed writes close the channel
public final class Output {
  /// The size of a chunk of content; a good size for arrays given to [#write(byte\[\], int, int)].
  public static final int CHUNK = 64 * 1024;

  private static final int STAGE = 16 * 1024;
  private static final int LARGE = 4 * 1024;

  private final Channel channel;
  private final Pace pace;
  private SessionLimits limits;

  /// Small pieces gathered, or null.
  private @Nullable ByteBuf stage;

  private boolean unflushed;
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
    stage(1).writeByte(octet);
  }

  /// Writes all octets of `source`.
  public void write(byte[] source) throws IOException {
    write(source, 0, source.length);
  }

  /// Writes octets of `source`; it can be used again at once.
  public void write(byte[] source, int offset, int length) throws IOException {
    if (length < LARGE) {
      stage(length).writeBytes(source, offset, length);
      return;
    }
    pushStage();
    for (int done = 0; done < length; ) {
      int n = Math.min(CHUNK, length - done);
      send(channel.alloc().directBuffer(n, n).writeBytes(source, offset + done, n), n >= STAGE);
      done += n;
    }
  }

  /// Writes what remains in `source`.
  public void write(ByteBuffer source) throws IOException {
    if (source.remaining() < LARGE) {
      stage(source.remaining()).writeBytes(source);
      return;
    }
    pushStage();
    while (source.hasRemaining()) {
      int n = Math.min(CHUNK, source.remaining());
      send(channel.alloc().directBuffer(n, n).writeBytes(source.slice().limit(n)), n >= STAGE);
      source.position(source.position() + n);
    }
  }

  /// Writes characters up to U+00FF as octets of the same value. The caller answers for them: text
  /// from clients or messages must have been through an encoder that knows quoting.
  public void ascii(String text) throws IOException {
    if (text.length() > STAGE) {
      write(text.getBytes(StandardCharsets.ISO_8859_1));
    } else {
      stage(text.length()).writeCharSequence(text, StandardCharsets.ISO_8859_1);
    }
  }

  /// Writes a decimal number.
  public void number(long value) throws IOException {
    ascii(Long.toString(value));
  }

  /// Ends a line.
  public void crlf() throws IOException {
    stage(2).writeShort(('\r' << 8) | '\n');
  }

  /// Sends everything that was gathered. The session loop does this when no further command is
  /// there, and waiting for the peer does it too: handlers need it only to show progress in the
  /// middle of a command.
  public void flush() throws IOException {
    ByteBuf buffer = stage;
    if (buffer != null && buffer.isReadable()) {
      stage = null;
      send(buffer, true);
    } else if (unflushed) {
      unflushed = false;
      channel.flush();
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

  private ByteBuf stage(int room) throws IOException {
    ByteBuf buffer = stage;
    if (buffer != null && buffer.maxWritableBytes() < room) {
      pushStage();
      buffer = null;
    }
    if (buffer == null) {
      buffer = channel.alloc().directBuffer(Math.min(STAGE, Math.max(512, room)), STAGE);
      stage = buffer;
    }
    return buffer;
  }

  private void pushStage() throws IOException {
    ByteBuf buffer = stage;
    if (buffer != null) {
      stage = null;
      if (buffer.isReadable()) {
        send(buffer, false);
      } else {
        buffer.release();
      }
    }
  }

  private void send(ByteBuf buffer, boolean flush) throws IOException {
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
    unflushed = !flush;
    if (flush) {
      channel.writeAndFlush(buffer, channel.voidPromise());
    } else {
      channel.write(buffer, channel.voidPromise());
    }
  }

  private void awaitWritable() throws IOException {
    if (!channel.isActive()) {
      throw new ConnectionEndedException("connection is closed");
    }
    if (channel.isWritable()) {
      return;
    }
    channel.flush();
    unflushed = false;
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
