package org.posthorn.protocol.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Optional;

/// Bytes that have arrived and that the session has not read yet: filled by the event loop, emptied
/// by the session's thread. Thread-safe: its monitor guards all state and is held only for copies.
///
/// The queue knows no commands. It looks for the next line feed only as far as it has not looked
/// before, so that a line which arrives byte by byte is scanned once. Whether bytes are a line or
/// content is decided by what the session asks for, hence pipelined bytes are always read in the
/// right mode.
///
/// It holds no buffer while it is empty.
public final class InboundQueue {
  /// What the queue tells the connection. Called with the queue's monitor held: must return at
  /// once.
  public interface Listener {
    /// A line (or the end) is there, and no thread is waiting for it.
    void ready();

    /// Whether the channel should go on reading.
    void reading(boolean on);
  }

  private static final int SMALL = 512;
  private static final int MERGE_BUFFER = 2048;
  private static final byte LF = '\n';

  private final Listener listener;
  private final ArrayDeque<ByteBuf> buffers = new ArrayDeque<>(2);
  private int highWater;
  private int lineLimit;

  /// Octets in `buffers`.
  private int size;

  /// Leading octets that are known to hold no LF.
  private int scanned;

  /// Offset just behind the first LF, or 0 if none is known.
  private int lineEnd;

  /// The rest of an over-long line is being thrown away.
  private boolean discarding;

  private boolean ended;
  private boolean paused;
  private int waiting;

  /// When the first octet of the line that is still incomplete came, in [System#nanoTime]; 0 if
  /// there is none.
  private long partialSince;

  private long received;

  public InboundQueue(Listener listener, int lineLimit, int highWater) {
    this.listener = listener;
    this.lineLimit = lineLimit;
    this.highWater = highWater;
  }

  /// Sets the limits from now on.
  public synchronized void limits(int newLineLimit, int newHighWater) {
    lineLimit = newLineLimit;
    highWater = newHighWater;
    regulate();
  }

  /// Takes ownership of `bytes`. Event loop only.
  public synchronized void offer(ByteBufAllocator allocator, ByteBuf bytes) {
    int length = bytes.readableBytes();
    if (ended || length == 0) {
      bytes.release();
      return;
    }
    append(allocator, bytes, length);
    size += length;
    received += length;
    if (waiting > 0) {
      notifyAll();
    } else if (lineEnd == 0) {
      if (findLine()) {
        listener.ready();
      } else if (partialSince == 0) {
        partialSince = System.nanoTime();
      }
    }
    regulate();
  }

  /// The peer will send no more, or the channel is closed.
  public synchronized void end() {
    if (!ended) {
      ended = true;
      notifyAll();
      listener.ready();
    }
  }

  /// Throws away everything that has arrived (RFC 3207 §4.2, RFC 9051 §6.2.1, RFC 2595 §4).
  ///
  /// @return the number of octets thrown away
  public synchronized int discard() {
    int dropped = size;
    release();
    discarding = false;
    regulate();
    return dropped;
  }

  /// Drops all bytes, takes no more. The last call.
  public synchronized void close() {
    ended = true;
    release();
    notifyAll();
  }

  /// Whether nothing waits to be read.
  public synchronized boolean isEmpty() {
    return size == 0;
  }

  /// Octets received so far.
  public synchronized long received() {
    return received;
  }

  /// For how long the peer has been at the line it has begun, in nanoseconds; 0 if none is begun.
  public synchronized long partialFor(long now) {
    return partialSince == 0 ? 0 : now - partialSince;
  }

  /// Whether there is something for a session to do: a line, an over-long line, the end.
  public synchronized boolean isReady() {
    return ended || lineEnd > 0 || findLine();
  }

  /// The next line if it is complete; see [Polled].
  synchronized Polled poll() {
    while (true) {
      boolean found = lineEnd > 0 || findLine();
      if (!found) {
        return ended ? Polled.ENDED : Polled.NOTHING;
      }
      if (discarding || lineEnd == 0 || lineEnd - 2 > lineLimit) {
        if (dropLong()) {
          return Polled.TOO_LONG;
        }
        continue;
      }
      return new Polled.Complete(takeLine());
    }
  }

  /// Waits until [#poll] has something to say.
  ///
  /// @param nanos how long at most
  /// @return empty when the time is over
  synchronized Optional<Polled> await(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    waiting++;
    try {
      while (true) {
        Polled polled = poll();
        if (!(polled instanceof Polled.Nothing)) {
          return Optional.of(polled);
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return Optional.empty();
        }
        wait(left / 1_000_000, (int) (left % 1_000_000));
      }
    } finally {
      waiting--;
    }
  }

  /// Waits until any octet, or the end, is there, and takes nothing.
  ///
  /// @param nanos how long at most
  /// @return whether one is
  synchronized boolean awaitAny(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    waiting++;
    try {
      while (size == 0 && !ended) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        wait(left / 1_000_000, (int) (left % 1_000_000));
      }
      return true;
    } finally {
      waiting--;
    }
  }

  /// Copies up to `length` octets; waits for the first.
  ///
  /// @return octets copied, 0 when the time is over, -1 at the end
  synchronized int read(byte[] target, int offset, int length, long nanos)
      throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    waiting++;
    try {
      while (size == 0) {
        if (ended) {
          return -1;
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return 0;
        }
        wait(left / 1_000_000, (int) (left % 1_000_000));
      }
    } finally {
      waiting--;
    }
    int n = Math.min(length, size);
    copy(target, offset, n);
    consumed(n);
    return n;
  }

  /// Puts octets back that were read too far, in front of everything else.
  synchronized void unread(ByteBuf bytes) {
    int n = bytes.readableBytes();
    if (n == 0) {
      bytes.release();
      return;
    }
    buffers.addFirst(bytes);
    size += n;
    scanned = 0;
    lineEnd = 0;
  }

  private void append(ByteBufAllocator allocator, ByteBuf bytes, int length) {
    ByteBuf last = buffers.peekLast();
    if (last == null || length > SMALL) {
      buffers.addLast(bytes);
      return;
    }
    // Small pieces are gathered, or a peer that sends byte by byte would cost a buffer for each.
    if (last.writableBytes() < length || last.refCnt() != 1) {
      last = allocator.buffer(MERGE_BUFFER, MERGE_BUFFER);
      buffers.addLast(last);
    }
    last.writeBytes(bytes);
    bytes.release();
  }

  /// Looks for a LF behind what has been looked at; true if a line or an over-long piece is there.
  private boolean findLine() {
    if (scanned < size) {
      int start = 0;
      for (ByteBuf buffer : buffers) {
        int length = buffer.readableBytes();
        if (start + length > scanned) {
          int from = buffer.readerIndex() + Math.max(0, scanned - start);
          int at = buffer.indexOf(from, buffer.writerIndex(), LF);
          if (at >= 0) {
            lineEnd = start + at - buffer.readerIndex() + 1;
            scanned = lineEnd - 1;
            partialSince = 0;
            return true;
          }
        }
        start += length;
      }
      scanned = size;
    }
    return size > lineLimit + 1 || (discarding && size > 0);
  }

  /// Drops an over-long line, or what is there of it; true when its end was reached.
  private boolean dropLong() {
    boolean complete = lineEnd > 0;
    long since = partialSince == 0 ? System.nanoTime() : partialSince;
    int length = complete ? lineEnd : size;
    skip(length);
    consumed(length);
    discarding = !complete;
    if (!complete) {
      partialSince = since; // the clock of the whole line goes on
    }
    return complete;
  }

  private Line takeLine() {
    int whole = lineEnd;
    boolean crlf = whole >= 2 && at(whole - 2) == '\r';
    int length = whole - (crlf ? 2 : 1);
    byte[] line = new byte[length];
    copy(line, 0, length);
    skip(whole - length);
    consumed(whole);
    return new Line(line, crlf);
  }

  private byte at(int offset) {
    int rest = offset;
    for (ByteBuf buffer : buffers) {
      if (rest < buffer.readableBytes()) {
        return buffer.getByte(buffer.readerIndex() + rest);
      }
      rest -= buffer.readableBytes();
    }
    throw new IndexOutOfBoundsException(offset);
  }

  private void copy(byte[] target, int offset, int length) {
    int done = 0;
    while (done < length) {
      ByteBuf head = buffers.getFirst();
      int n = Math.min(length - done, head.readableBytes());
      head.readBytes(target, offset + done, n);
      done += n;
      if (!head.isReadable()) {
        buffers.removeFirst().release();
      }
    }
  }

  private void skip(int length) {
    int left = length;
    while (left > 0) {
      ByteBuf head = buffers.getFirst();
      int n = Math.min(left, head.readableBytes());
      head.skipBytes(n);
      left -= n;
      if (!head.isReadable()) {
        buffers.removeFirst().release();
      }
    }
  }

  private void consumed(int n) {
    size -= n;
    scanned = Math.max(0, scanned - n);
    lineEnd = Math.max(0, lineEnd - n);
    partialSince = size == 0 || lineEnd > 0 ? 0 : System.nanoTime();
    regulate();
  }

  private void regulate() {
    if (!paused && size >= highWater) {
      paused = true;
      listener.reading(false);
    } else if (paused && size <= highWater / 2) {
      paused = false;
      listener.reading(true);
    }
  }

  private void release() {
    ByteBuf buffer;
    while ((buffer = buffers.pollFirst()) != null) {
      buffer.release();
    }
    size = 0;
    scanned = 0;
    lineEnd = 0;
    partialSince = 0;
  }
}
