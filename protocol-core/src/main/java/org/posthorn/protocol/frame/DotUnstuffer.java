package org.posthorn.protocol.frame;

/// Finds the end of a message, CRLF.CRLF, and removes the dots that were stuffed in (RFC 5321
/// §4.5.2). Resumes where it stopped; looks at each octet once.
public final class DotUnstuffer {
  /// How many octets [#decode] may write beyond the number it was given.
  public static final int MAX_HELD = 1;

  private enum State {
    LINE_START,
    TEXT,
    CR,
    DOT,
    DOT_CR,
    FINISHED
  }

  private static final byte CR = '\r';
  private static final byte LF = '\n';

  private State state = State.LINE_START;
  private int consumed;
  private boolean bareCr;
  private boolean bareLf;

  /// Whether the end of the message has been read.
  public boolean isFinished() {
    return state == State.FINISHED;
  }

  /// How many octets the last [#decode] used: fewer than given only at the end.
  public int consumed() {
    return consumed;
  }

  /// Whether a CR without a LF behind it has been seen.
  public boolean sawBareCr() {
    return bareCr;
  }

  /// Whether a LF without a CR before it has been seen.
  public boolean sawBareLf() {
    return bareLf;
  }

  /// Decodes `length` octets. `target` may be `source` if it starts at least [#MAX_HELD] octets
  /// earlier.
  ///
  /// @return octets written to `target`
  public int decode(byte[] source, int from, int length, byte[] target, int to) {
    int end = from + length;
    int in = from;
    int out = to;
    while (in < end && state != State.FINISHED) {
      byte b = source[in];
      switch (state) {
        case TEXT -> {
          int stop = lineBreak(source, in, end);
          int run = stop - in;
          System.arraycopy(source, in, target, out, run);
          in = stop;
          out += run;
          if (in < end) {
            byte lineBreak = source[in++];
            target[out++] = lineBreak;
            bareLf |= lineBreak == LF;
            state = lineBreak == CR ? State.CR : State.TEXT;
          }
        }
        case CR -> {
          if (b == LF) {
            target[out++] = LF;
            in++;
            state = State.LINE_START;
          } else {
            bareCr = true;
            state = State.TEXT;
          }
        }
        case LINE_START -> {
          if (b == '.') {
            in++;
            state = State.DOT;
          } else {
            state = State.TEXT;
          }
        }
        case DOT -> {
          if (b == CR) {
            in++;
            state = State.DOT_CR;
          } else {
            state = State.TEXT;
          }
        }
        case DOT_CR -> {
          if (b == LF) {
            in++;
            state = State.FINISHED;
          } else {
            target[out++] = CR;
            state = State.CR;
          }
        }
        case FINISHED -> throw new IllegalStateException("message has ended");
      }
    }
    consumed = in - from;
    return out - to;
  }

  private static int lineBreak(byte[] source, int from, int end) {
    int i = from;
    while (i < end && source[i] != LF && source[i] != CR) {
      i++;
    }
    return i;
  }
}
