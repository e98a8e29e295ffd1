package org.posthorn.imap.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.posthorn.storage.model.UidSet;

/// A growing array of octets and the ways to append IMAP's terminals to it. What is given as
/// `safe…`, `string` or `astring` may come from anywhere; the rest must be known to be harmless.
final class WireBuffer {
  private static final int INITIAL = 512;
  private static final int KEPT = 1024;
  private static final int MAX_QUOTED = 1000;
  private static final int MAX_DIGITS = 19;
  private static final byte[] NONE = new byte[0];
  private static final byte[] NIL = {'N', 'I', 'L'};

  private byte[] octets = NONE;
  private int length;

  int length() {
    return length;
  }

  /// Hands what is here to the sink and forgets it.
  void drainTo(OctetSink sink) throws java.io.IOException {
    int n = length;
    length = 0;
    if (n > 0) {
      sink.write(octets, 0, n);
    }
  }

  /// Gives a large array back, so that an idle session holds little.
  void trim() {
    if (octets.length > KEPT) {
      octets = NONE;
    }
  }

  byte[] toArray() {
    return Arrays.copyOf(octets, length);
  }

  /// Forgets what is here.
  void clear() {
    length = 0;
  }

  private void room(int more) {
    if (octets.length - length < more) {
      octets = Arrays.copyOf(octets, Math.max(INITIAL, Math.max(length + more, length * 2)));
    }
  }

  WireBuffer octet(char c) {
    room(1);
    octets[length++] = (byte) c;
    return this;
  }

  WireBuffer octets(byte[] source) {
    return octets(source, 0, source.length);
  }

  WireBuffer octets(byte[] source, int offset, int count) {
    room(count);
    System.arraycopy(source, offset, octets, length, count);
    length += count;
    return this;
  }

  /// Characters up to U+00FF as octets of the same value.
  @SuppressWarnings("deprecation") // the one method that copies Latin-1 without an array between
  WireBuffer latin1(String text) {
    int n = text.length();
    room(n);
    text.getBytes(0, n, octets, length);
    length += n;
    return this;
  }

  WireBuffer nil() {
    return octets(NIL);
  }

  WireBuffer crlf() {
    room(2);
    octets[length++] = '\r';
    octets[length++] = '\n';
    return this;
  }

  /// A number, not negative.
  WireBuffer number(long value) {
    room(MAX_DIGITS);
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    int at = length + digits;
    length = at;
    long rest = value;
    do {
      octets[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    return this;
  }

  /// A number below 100 as two digits.
  WireBuffer twoDigits(int value) {
    return octet((char) ('0' + value / 10)).octet((char) ('0' + value % 10));
  }

  /// `1:3,7`.
  WireBuffer set(UidSet set) {
    boolean first = true;
    for (UidSet.Range range : set.ranges()) {
      if (!first) {
        octet(',');
      }
      first = false;
      number(range.first());
      if (range.last() > range.first()) {
        octet(':').number(range.last());
      }
    }
    return this;
  }

  /// Text for people: printable ASCII stays, all else becomes `?`.
  WireBuffer safeText(String text) {
    int n = text.length();
    room(n);
    for (int i = 0; i < n; i++) {
      char c = text.charAt(i);
      octets[length++] = (byte) (c >= 0x20 && c < 0x7F ? c : '?');
    }
    return this;
  }

  /// A word that should be an atom: what may not stand in one becomes `_`.
  WireBuffer safeAtom(String word) {
    int n = word.length();
    room(n + 1);
    for (int i = 0; i < n; i++) {
      char c = word.charAt(i);
      octets[length++] = (byte) (isAtomChar(c) ? c : '_');
    }
    return n == 0 ? octet('_') : this;
  }

  /// Words in a row, a space before each.
  WireBuffer spacedAtoms(List<String> words) {
    for (String word : words) {
      octet(' ').safeAtom(word);
    }
    return this;
  }

  private static boolean isAtomChar(char c) {
    return c > 0x20
        && c < 0x7F
        && switch (c) {
          case '(', ')', '{', '%', '*', '"', '\\', ']' -> false;
          default -> true;
        };
  }

  /// An octet string in Latin-1 as `string`: quoted where it can be, else a literal. NUL, which
  /// neither may hold, becomes `?`.
  WireBuffer string(String text) {
    int n = text.length();
    int escapes = 0;
    boolean quotable = n <= MAX_QUOTED;
    for (int i = 0; quotable && i < n; i++) {
      char c = text.charAt(i);
      quotable = c > 0 && c < 0x80 && c != '\r' && c != '\n';
      if (c == '"' || c == '\\') {
        escapes++;
      }
    }
    if (!quotable) {
      return literal(text.replace('\0', '?').getBytes(StandardCharsets.ISO_8859_1));
    }
    octet('"');
    if (escapes == 0) {
      latin1(text);
    } else {
      escaped(text);
    }
    return octet('"');
  }

  private void escaped(String text) {
    room(text.length() * 2);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        octets[length++] = '\\';
      }
      octets[length++] = (byte) c;
    }
  }

  private WireBuffer literal(byte[] value) {
    return octet('{').number(value.length).octet('}').crlf().octets(value);
  }

  /// Text of which ASCII is a part, as `astring`: an atom where it can be.
  WireBuffer astring(String ascii) {
    boolean atom = !ascii.isEmpty() && !ascii.equalsIgnoreCase("NIL");
    for (int i = 0; atom && i < ascii.length(); i++) {
      atom = isAtomChar(ascii.charAt(i)) || ascii.charAt(i) == ']';
    }
    return atom ? latin1(ascii) : string(ascii);
  }

  /// Text as a quoted string in UTF-8 (RFC 9051 §9 `QUOTED-CHAR`); control characters become `?`.
  WireBuffer quotedUtf8(String text) {
    octet('"');
    StringBuilder clean = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        clean.append('\\');
      }
      clean.append(c == '\r' || c == '\n' || c == 0 ? '?' : c);
    }
    return octets(clean.toString().getBytes(StandardCharsets.UTF_8)).octet('"');
  }
}
