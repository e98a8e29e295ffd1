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
  private static final int MAX_HELD = 64;

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

  /// The form in which texts are compared: decomposed (NFKD), case folded.
  public static String normalise(CharSequence text) {
    boolean ascii = isAscii(text, 0, text.length());
    CharSequence decomposed = ascii ? text : Normalizer.normalize(text, Normalizer.Form.NFKD);
    StringBuilder folded = new StringBuilder(decomposed.length());
    int i = 0;
    while (i < decomposed.length()) {
      int point = Character.codePointAt(decomposed, i);
      i += Character.charCount(point);
      folded.appendCodePoint(fold(point));
    }
    return folded.toString();
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

  /// How much of a chunk can be decomposed by itself: up to its last character that surely starts a
  /// new composition.
  private static int cut(char[] chunk, int length) {
    if (length == 0 || chunk[length - 1] < 0x80) {
      return length;
    }
    for (int i = length - 1; i > Math.max(0, length - MAX_HELD); i--) {
      if (chunk[i] < 0x300) {
        return i;
      }
    }
    return Character.isHighSurrogate(chunk[length - 1]) ? length - 1 : length;
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
