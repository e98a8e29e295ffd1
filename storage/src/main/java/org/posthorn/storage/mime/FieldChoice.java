package org.posthorn.storage.mime;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// Chooses header fields by name, for `BODY[HEADER.FIELDS (…)]` and its `.NOT` (RFC 3501 §6.4.5),
/// straight from the octets of a header: [#begin], [#feed] for every piece, [#end].
///
/// Fields are told apart as in [HeaderFields], and are copied as they stand, folded lines and all;
/// a blank line follows. Pieces may be cut anywhere, but a line that is cut is copied once more.
/// The memory of the result is used again for the next message. For one thread.
public final class FieldChoice {
  private static final byte[] LINE_END = {'\r', '\n'};
  private static final byte[] NONE = {};
  private static final int INITIAL = 512;
  private static final int KEPT = 64 << 10;

  private final byte[][] names; // in lower case
  private final boolean[] initials = new boolean[256]; // of the names, in both cases
  private final boolean named;

  private byte[] chosen = NONE;
  private int length;
  private byte[] cut = NONE; // the begin of a line whose end is not there yet
  private int cutLength;
  private boolean taking; // whether the current field is one of the chosen
  private boolean inField; // whether there is a current field
  private boolean complete;

  private FieldChoice(List<String> names, boolean named) {
    this.names =
        names.stream()
            .filter(Predicate.not(String::isEmpty).and(FieldChoice::canBeName))
            .map(FieldChoice::lower)
            .toArray(byte[][]::new);
    this.named = named;
    for (byte[] name : this.names) {
      initials[name[0] & 0xff] = true;
      initials[upper(name[0]) & 0xff] = true;
    }
  }

  /// Chooses the fields with these names, upper and lower case being the same.
  public static FieldChoice named(List<String> names) {
    return new FieldChoice(names, true);
  }

  /// Chooses all fields but those with these names.
  public static FieldChoice except(List<String> names) {
    return new FieldChoice(names, false);
  }

  private static boolean canBeName(String name) {
    return name.chars().allMatch(c -> c > ' ' && c != ':' && c != 0x7f && c <= 0xff);
  }

  private static byte[] lower(String name) {
    byte[] octets = new byte[name.length()];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = lower((byte) name.charAt(i));
    }
    return octets;
  }

  private static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
  }

  private static byte upper(byte b) {
    return b >= 'a' && b <= 'z' ? (byte) (b - 32) : b;
  }

  /// Starts with a header.
  public void begin() {
    length = 0;
    cutLength = 0;
    taking = false;
    inField = false;
    complete = false;
    if (chosen.length > KEPT) {
      chosen = NONE;
    }
    if (cut.length > KEPT) {
      cut = NONE;
    }
  }

  /// Takes the next octets; those behind the blank line that ends a header are passed over.
  public void feed(byte[] octets, int offset, int count) {
    int end = offset + count;
    int line = cutLength > 0 && !complete ? mend(octets, offset, end) : offset;
    int run = line; // where what is to be copied starts
    while (line < end && !complete) {
      int feed = LineFeeds.next(octets, line, end);
      if (feed == end) {
        cut(octets, line, end);
        break;
      }
      boolean before = taking;
      look(octets, line, feed + 1);
      if (before && !taking) {
        copy(octets, run, line);
      } else if (!before) {
        run = line;
      }
      line = feed + 1;
    }
    if (taking) {
      copy(octets, run, line);
    }
  }

  /// Completes a line of which there was only the begin; returns where the next one starts.
  private int mend(byte[] octets, int offset, int end) {
    int feed = LineFeeds.next(octets, offset, end);
    int next = Math.min(end, feed + 1);
    cut(octets, offset, next);
    if (feed < end) {
      endCut();
    }
    return next;
  }

  private void cut(byte[] octets, int from, int to) {
    cut = room(cut, cutLength, to - from);
    System.arraycopy(octets, from, cut, cutLength, to - from);
    cutLength += to - from;
  }

  private void endCut() {
    look(cut, 0, cutLength);
    if (taking) {
      copy(cut, 0, cutLength);
    }
    cutLength = 0;
  }

  /// Finds out whether a line, of at least one octet, belongs to the chosen.
  private void look(byte[] octets, int start, int end) {
    if (isBlank(octets, start, end)) {
      complete = true;
      taking = false;
    } else if (!inField || !isWhiteSpace(octets[start])) {
      inField = true;
      taking = hasName(octets, start, end) == named;
    }
  }

  private static boolean isBlank(byte[] octets, int start, int end) {
    return octets[end - 1] == '\n'
        && (end - start == 1 || (end - start == 2 && octets[start] == '\r'));
  }

  private static boolean isWhiteSpace(byte b) {
    return b == ' ' || b == '\t';
  }

  private boolean hasName(byte[] octets, int start, int end) {
    if (!initials[octets[start] & 0xff]) {
      return false;
    }
    for (byte[] name : names) {
      if (isAt(name, octets, start, end)) {
        return true;
      }
    }
    return false;
  }

  /// White space before the colon is the obsolete syntax of RFC 5322 §4.5.
  private static boolean isAt(byte[] name, byte[] octets, int start, int end) {
    int at = start + name.length;
    if (at >= end) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if (lower(octets[start + i]) != name[i]) {
        return false;
      }
    }
    while (at < end && isWhiteSpace(octets[at])) {
      at++;
    }
    return at < end && octets[at] == ':';
  }

  private void copy(byte[] octets, int from, int to) {
    chosen = room(chosen, length, to - from);
    System.arraycopy(octets, from, chosen, length, to - from);
    length += to - from;
  }

  private static byte[] room(byte[] octets, int used, int more) {
    return octets.length - used >= more
        ? octets
        : Arrays.copyOf(octets, Math.max(INITIAL, Math.max(used + more, 2 * used)));
  }

  /// Whether the blank line that ends the header was there, so that nothing more counts.
  public boolean isComplete() {
    return complete;
  }

  /// Ends the header and puts the blank line behind the chosen fields. A message that ends in its
  /// header may leave the last field without a line end: it gets one.
  public void end() {
    if (cutLength > 0) {
      endCut();
      if (taking) {
        copy(LINE_END, 0, 2);
      }
    }
    copy(LINE_END, 0, 2);
  }

  /// What was chosen, from the array's begin on; valid until the next header.
  public byte[] octets() {
    return chosen;
  }

  /// How many octets were chosen.
  public int length() {
    return length;
  }
}
