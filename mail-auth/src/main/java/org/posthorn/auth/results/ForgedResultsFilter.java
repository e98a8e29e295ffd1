package org.posthorn.auth.results;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Takes forged fields out of a message while it streams past (RFC 8601 §5). All other octets pass
/// unchanged; at most [#MAX_HELD] of them wait for the end of a field. For one thread.
///
/// Signatures are to be verified over what came in, not over what comes out here.
public final class ForgedResultsFilter {
  /// Octets of one field that are looked at. A longer one goes too: our name may stand behind them,
  /// and nobody misses it.
  public static final int MAX_HELD = 16 * 1024;

  private static final int FIRST_HELD = 256;

  private static final byte[] NAME = "authentication-results".getBytes(StandardCharsets.US_ASCII);

  private final ForgedResults forged;
  private final Sink sink;

  /// What waits for a decision. Not a stream: those lock for each octet.
  private byte[] held = new byte[FIRST_HELD];

  private int heldLength;
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
    int i = offset;
    while (i < end && state != State.BODY) {
      if (lineStart && state != State.NAME && !isBlank(bytes[i])) {
        endField();
      }
      i =
          switch (state) {
            case NAME, HELD -> look(bytes[i], i);
            case PASSING, DROPPING -> line(bytes, i, end);
            case BODY -> i;
          };
    }
    pass(bytes, i, end);
  }

  /// An octet that is held.
  private int look(byte b, int at) {
    lineStart = b == '\n';
    hold(b);
    if (state == State.NAME) {
      inName(b);
    } else if (heldLength >= MAX_HELD) {
      decide(true);
    }
    return at + 1;
  }

  /// The rest of a line about which all is decided.
  private int line(byte[] bytes, int start, int end) {
    int i = start;
    while (i < end && bytes[i] != '\n') {
      i++;
    }
    lineStart = i < end;
    int next = lineStart ? i + 1 : end;
    if (state == State.PASSING) {
      pass(bytes, start, next);
    }
    return next;
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
  private void endField() {
    if (state == State.HELD) {
      decide(false);
    }
    state = State.NAME;
    nameLength = 0;
  }

  private void inName(byte b) {
    if (b == '\n') {
      boolean empty = heldLength == 1 || (heldLength == 2 && held[0] == '\r');
      release();
      state = empty ? State.BODY : State.PASSING;
    } else if (nameLength < NAME.length) {
      boolean same = heldLength == nameLength + 1 && lower(b) == NAME[nameLength];
      nameLength += same ? 1 : 0;
      if (!same && !(b == '\r' && heldLength == 1)) {
        release();
        state = State.PASSING;
      }
    } else if (b == ':') {
      state = State.HELD;
      valueStart = heldLength;
    } else if (!isBlank(b) || heldLength > MAX_HELD) {
      release();
      state = State.PASSING;
    }
  }

  private void hold(byte b) {
    if (heldLength == held.length) {
      held = Arrays.copyOf(held, 2 * held.length);
    }
    held[heldLength++] = b;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  /// What becomes of the field that is held, and of its rest.
  private void decide(boolean cut) {
    String field = new String(held, 0, heldLength, StandardCharsets.UTF_8);
    String value = field.substring(Math.min(valueStart, field.length()));
    boolean goes = cut || forged.isForged(value);
    if (goes) {
      removed++;
      heldLength = 0;
    } else {
      release();
    }
    state = goes ? State.DROPPING : State.PASSING;
  }

  private void release() {
    sink.write(held, 0, heldLength);
    heldLength = 0;
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
