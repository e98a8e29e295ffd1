package org.posthorn.protocol.frame;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.posthorn.protocol.limit.Pace;
import org.posthorn.protocol.limit.SessionLimits;

/// What the peer sends, read by the session's thread in plain blocking code: lines, literals,
/// message data.
///
/// Only the session's thread may call it. A method that waits writes out pending replies first, so
/// that a peer which waits for a continuation always gets it. What a handler leaves unread of a
/// literal or a message is skipped by the session loop before the next command.
public final class Input {
  private static final int MIN_WAIT_MILLIS = 1;

  private final InboundQueue queue;
  private final Output output;
  private final Pace pace;
  private SessionLimits limits;
  private FrameMode mode = FrameMode.LINE;
  private ContentStream content = ContentStream.FINISHED;

  public Input(InboundQueue queue, Output output, SessionLimits limits) {
    this.queue = queue;
    this.output = output;
    this.limits = limits;
    this.pace = new Pace(limits.rates().bytesIn());
  }

  /// What the session is reading, for logs and for choosing a farewell.
  public FrameMode mode() {
    return mode;
  }

  /// Sets the limits from now on.
  public void limits(SessionLimits newLimits) {
    limits = newLimits;
    pace.rate(newLimits.rates().bytesIn());
    queue.limits(newLimits.lineLength(), newLimits.inboundBuffer());
  }

  /// The start of the next command if a whole line is there; never waits. For the session loop.
  public Polled poll() {
    mode = FrameMode.LINE;
    Polled polled = queue.poll();
    if (polled instanceof Polled.Complete(Line line)) {
      pace.await(line.length() + 2L);
    }
    return polled;
  }

  /// Whether a command, an over-long line or the end is there. For the session loop.
  public boolean isReady() {
    return queue.isReady();
  }

  /// Waits for the next line in the middle of a command, for instance the rest of a command behind
  /// a literal.
  ///
  /// @throws LineTooLongException if it is longer than the limit; it has been thrown away then
  /// @throws PeerTimeoutException if it does not come within the line timeout
  /// @throws ConnectionEndedException if the peer is gone
  public Line line() throws IOException {
    return line(FrameMode.LINE);
  }

  /// Waits for a response within an authentication exchange (RFC 4954 §4, RFC 9051 §6.2.2, RFC 5034
  /// §4): as [#line], but with the longer timeout for content, since a person may have to type.
  public Line saslLine() throws IOException {
    return line(FrameMode.SASL);
  }

  /// The next `length` octets, as they are (RFC 9051 §4.3). The stream ends after them; it waits as
  /// needed.
  public ContentStream literal(long length) throws IOException {
    return open(FrameMode.LITERAL, new LengthStream(this, length));
  }

  /// The next `length` octets, as they are (RFC 3030 §2).
  public ContentStream bdat(long length) throws IOException {
    return open(FrameMode.BDAT, new LengthStream(this, length));
  }

  /// A message up to CRLF.CRLF, with dot-stuffing removed (RFC 5321 §4.5.2).
  public DataStream data() throws IOException {
    DataStream stream = new DataStream(this);
    open(FrameMode.DATA, stream);
    return stream;
  }

  /// Whether the peer sends something, or hangs up, before it was asked to; takes nothing.
  ///
  /// @param patience how long it is waited for; zero only looks
  public boolean speaksWithin(Duration patience) {
    try {
      return queue.awaitAny(patience.toNanos());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Skips what a handler left unread of the last literal or message. For the session loop.
  public void finishContent() throws IOException {
    if (!content.isFinished()) {
      content.skipRest();
    }
    content = ContentStream.FINISHED;
    mode = FrameMode.LINE;
  }

  private Line line(FrameMode newMode) throws IOException {
    finishContent();
    mode = newMode;
    Polled polled = queue.poll();
    if (polled instanceof Polled.Nothing) {
      output.flush();
      polled =
          await(newMode == FrameMode.SASL ? limits.timeouts().content() : limits.timeouts().line());
    }
    return switch (polled) {
      case Polled.Complete(Line line) -> {
        pace.await(line.length() + 2L);
        yield line;
      }
      case Polled.TooLong() -> throw new LineTooLongException(limits.lineLength());
      case Polled.Ended() ->
          throw new ConnectionEndedException("peer closed in the middle of a command");
      case Polled.Nothing() -> throw new PeerTimeoutException("no line within the timeout");
    };
  }

  private Polled await(Duration timeout) throws IOException {
    try {
      return queue.await(timeout.toNanos()).orElse(Polled.NOTHING);
    } catch (InterruptedException _) {
      throw interrupted();
    }
  }

  private <T extends ContentStream> T open(FrameMode newMode, T stream) throws IOException {
    finishContent();
    mode = newMode;
    content = stream;
    return stream;
  }

  /// Reads content; waits for at least one octet.
  ///
  /// @param since when the content was begun, and `soFar`, how much of it has come: for the rate
  ///     that a peer must keep
  int readContent(byte[] target, int offset, int length, long since, long soFar)
      throws IOException {
    try {
      int n = queue.read(target, offset, length, 0);
      if (n == 0) {
        output.flush();
        n = queue.read(target, offset, length, patience(since, soFar));
      }
      if (n == 0) {
        throw new PeerTimeoutException("content too slow");
      }
      if (n < 0) {
        throw new ConnectionEndedException("peer closed in the middle of content");
      }
      pace.await(n);
      return n;
    } catch (InterruptedException _) {
      throw interrupted();
    }
  }

  /// Puts octets back that belong to what follows the content.
  void unread(byte[] source, int offset, int length) {
    queue.unread(Unpooled.copiedBuffer(source, offset, length));
  }

  private long patience(long since, long soFar) {
    long wait = limits.timeouts().content().toNanos();
    if (limits.minContentRate() == 0) {
      return wait;
    }
    long allowed = wait + soFar / limits.minContentRate() * TimeUnit.SECONDS.toNanos(1);
    long left = allowed - (System.nanoTime() - since);
    return Math.clamp(left, TimeUnit.MILLISECONDS.toNanos(MIN_WAIT_MILLIS), wait);
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while waiting for the peer");
  }
}
