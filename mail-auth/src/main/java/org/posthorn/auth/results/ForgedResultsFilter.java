package org.posthorn.auth.results;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Takes forged fields out of a message while it streams past (RFC 8601 §5). All other octets pass
/// unchanged; at most [#MAX_HELD] of them wait for the end of a field. For one thread.
///
/// Signatures are to be verified over what came in, not over what comes out here.
public final class ForgedResultsFilter {
  /// Octets of one field that are looked at. A longer one goes too: our name may stand behind them,
  /// and nobody misses it.
  public static final int MAX_HELD = 16 * 1024;

  private static final byte[] NAME = "authentication-results".getBytes(StandardCharsets.US_ASCII);

  private final ForgedResults forged;
  private final Sink sink;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream(256);
  private State state = State.NAME;
  private boolean lineStart = true;
  private int nameLength;
  private int valueStart;
  private int removed;

  /// Where octets go.
  @FunctionalInterface
  public interface Sink {
    /// Takes octets, which may be changed afterwards.
    void write(byte[] bytes, int offset, int length);
  }

  private enum State {
    /// A line's name is being read; it is held.
    NAME,
    /// In a field that is looked at; it is held.
    HELD,
    /// In a field that passes.
    PASSING,
    /// In a field that goes.
    DROPPING,
    /// Behind the header.
    BODY
  }

  public ForgedResultsFilter(ForgedResults forged, Sink sink) {
    this.forged = forged;
    this.sink = sink;
  }

  /// Takes the next octets.
  public void write(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int from = offset;
    int i = offset;
    while (i < end && state != State.BODY) {
      byte b = bytes[i];
      if (lineStart && state != State.NAME && b != ' ' && b != '\t') {
        endField(bytes, from, i);
        from = i;
      }
      lineStart = b == '\n';
      State before = state;
      switch (state) {
        case NAME -> inName(b);
        case HELD -> inHeld(b);
        case PASSING, DROPPING, BODY -> {}
      }
      i++;
      if (before != State.PASSING) {
        from = i; // held, let go, or passed on by now
      }
    }
    if (state == State.PASSING || state == State.BODY) {
      pass(bytes, from, end);
    }
  }

  /// The message has ended.
  public void finish() {
    if (state == State.NAME) {
      release();
    } else if (state == State.HELD) {
      decide(false);
    }
    state = State.BODY;
  }

  /// Fields that went.
  public int removed() {
    return removed;
  }

  /// The field before this line has ended.
  private void endField(byte[] bytes, int from, int to) {
    if (state == State.PASSING) {
      pass(bytes, from, to);
    } else if (state == State.HELD) {
      decide(false);
    }
    state = State.NAME;
    nameLength = 0;
  }

  private void inName(byte b) {
    held.write(b);
    int size = held.size();
    if (b == '\n') {
      boolean empty = size == 1 || (size == 2 && held.toByteArray()[0] == '\r');
      release();
      state = empty ? State.BODY : State.PASSING;
    } else if (nameLength < NAME.length) {
      boolean same = size == nameLength + 1 && lower(b) == NAME[nameLength];
      nameLength += same ? 1 : 0;
      if (!same && !(b == '\r' && size == 1)) {
        release();
        state = State.PASSING;
      }
    } else if (b == ':') {
      state = State.HELD;
      valueStart = size;
    } else if (b != ' ' && b != '\t' || size > MAX_HELD) {
      release();
      state = State.PASSING;
    }
  }

  private void inHeld(byte b) {
    held.write(b);
    if (held.size() >= MAX_HELD) {
      decide(true);
    }
  }

  /// What becomes of the field that is held, and of its rest.
  private void decide(boolean cut) {
    String field = held.toString(StandardCharsets.UTF_8);
    String value = field.substring(Math.min(valueStart, field.length()));
    boolean goes = cut || forged.isForged(value);
    if (goes) {
      removed++;
      held.reset();
    } else {
      release();
    }
    state = goes ? State.DROPPING : State.PASSING;
  }

  private void release() {
    byte[] octets = held.toByteArray();
    held.reset();
    sink.write(octets, 0, octets.length);
  }

  private void pass(byte[] bytes, int from, int to) {
    if (to > from) {
      sink.write(bytes, from, to - from);
    }
  }

  private static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
  }
}
