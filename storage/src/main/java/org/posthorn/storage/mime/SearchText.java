package org.posthorn.storage.mime;

import java.io.IOException;
import java.io.Reader;
import java.nio.CharBuffer;
import java.text.Normalizer;
import java.util.Arrays;

/// Finds text the way IMAP SEARCH compares it: without regard to case and to how characters are
/// composed, in the manner of i;unicode-casemap (RFC 5051), which clients expect of every charset.
///
/// A `SearchText` is a needle made ready once and looked for in many texts; the search is linear in
/// the text whatever the needle is. Immutable.
public final class SearchText {
  private static final int CHUNK = 8 << 10;

  private final String needle;
  private final int[]
      fallback; // Knuth-Morris-Pratt: where to go on when the next character differs

  private SearchText(String needle) {
    this.needle = needle;
    this.fallback = new int[needle.length()];
    int matched = 0;
    for (int i = 1; i < needle.length(); i++) {
      while (matched > 0 && needle.charAt(i) != needle.charAt(matched)) {
        matched = fallback[matched - 1];
      }
      if (needle.charAt(i) == needle.charAt(matched)) {
        matched++;
      }
      fallback[i] = matched;
    }
  }

  /// A search for `text`, which is in everyone's characters, not an octet string. An empty text is
  /// found in every text.
  public static SearchText of(String text) {
    return new SearchText(normalise(text));
  }

  /// The form in which texts are compared: each character decomposed (NFKD) and case folded.
  /// Several marks on one letter keep their order, so that pieces of a text can be normalised one
  /// by one.
  public static String normalise(CharSequence text) {
    StringBuilder folded = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      if (text.charAt(i) < 0x80) {
        folded.append(foldAscii(text.charAt(i++)));
      } else {
        int end = independent(text, i);
        appendFolded(text.subSequence(i, end), folded);
        i = end;
      }
    }
    return folded.toString();
  }

  /// The end of a run from `from` on in which decomposition reorders nothing: one mark by itself,
  /// or all up to the next mark or ASCII character.
  private static int independent(CharSequence text, int from) {
    int point = Character.codePointAt(text, from);
    int i = from + Character.charCount(point);
    while (!isMark(point) && i < text.length() && text.charAt(i) >= 0x80) {
      point = Character.codePointAt(text, i);
      if (isMark(point)) {
        break;
      }
      i += Character.charCount(point);
    }
    return i;
  }

  private static boolean isMark(int point) {
    if (point < 0x300) {
      return false;
    }
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default -> point == 0xff9e || point == 0xff9f; // letters that decompose to marks
    };
  }

  private static void appendFolded(CharSequence run, StringBuilder out) {
    String decomposed = Normalizer.normalize(run, Normalizer.Form.NFKD);
    decomposed.codePoints().forEach(point -> out.appendCodePoint(fold(point)));
  }

  private static int fold(int point) {
    if (point < 0x80) {
      return foldAscii((char) point);
    }
    return Character.toLowerCase(Character.toUpperCase(point));
  }

  private static char foldAscii(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }

  private static boolean isAscii(CharSequence text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) > 0x7f) {
        return false;
      }
    }
    return true;
  }

  /// Whether the text holds the needle.
  public boolean in(CharSequence text) {
    return needle.isEmpty() || feed(text, 0) == needle.length();
  }

  /// Whether the text that the reader gives holds the needle; reads no further than needed and does
  /// not close it.
  public boolean in(Reader text) throws IOException {
    if (needle.isEmpty()) {
      return true;
    }
    char[] chunk = new char[CHUNK];
    int held = 0;
    int state = 0;
    while (state < needle.length()) {
      int n = text.read(chunk, held, chunk.length - held);
      int length = held + Math.max(n, 0);
      int cut = n < 0 ? length : cut(chunk, length);
      state = feed(CharBuffer.wrap(chunk, 0, cut), state);
      if (n < 0) {
        break;
      }
      held = length - cut;
      System.arraycopy(chunk, cut, chunk, 0, held);
    }
    return state == needle.length();
  }

  /// How much of a chunk can be read by itself: a character in two halves waits for the second.
  private static int cut(char[] chunk, int length) {
    return length > 0 && Character.isHighSurrogate(chunk[length - 1]) ? length - 1 : length;
  }

  /// Goes on from a state, which is how much of the needle the text before ended with; the state
  /// after `text`.
  private int feed(CharSequence text, int from) {
    boolean ascii = isAscii(text, 0, text.length());
    CharSequence folded = ascii ? text : normalise(text);
    int state = from;
    for (int i = 0; i < folded.length() && state < needle.length(); i++) {
      char c = ascii ? foldAscii(folded.charAt(i)) : folded.charAt(i);
      while (state > 0 && needle.charAt(state) != c) {
        state = fallback[state - 1];
      }
      if (needle.charAt(state) == c) {
        state++;
      }
    }
    return state;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SearchText that && needle.equals(that.needle);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(fallback) ^ needle.hashCode();
  }

  @Override
  public String toString() {
    return needle;
  }
}
