package org.posthorn.storage.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Text is compared without regard to case and composition, as RFC 5051 does it.
class SearchTextTest {
  /// Gives a few characters at a time, as network and decoders do.
  private static Reader trickle(String text, int most) {
    return new Reader() {
      private final StringReader all = new StringReader(text);

      @Override
      public int read(char[] target, int offset, int length) throws IOException {
        return all.read(target, offset, Math.min(length, most));
      }

      @Override
      public void close() {}
    };
  }

  private static boolean found(String needle, String text) throws IOException {
    boolean whole = SearchText.of(needle).in(text);
    for (int most = 1; most < 5; most++) {
      assertEquals(whole, SearchText.of(needle).in(trickle(text, most)), "read by " + most);
    }
    return whole;
  }

  @ParameterizedTest
  @CsvSource({
    "hello, say HELLO twice",
    "GRÜSSE, viele Grüsse",
    "грИВ, ПРИВЕТ ГРИВА",
    "café, CAFE\u0301",
    "cafe\u0301, ein Café",
    "e, é",
    "ＡＢＣ, xabcx",
    "ﬁn, FIN",
    "日本, 東日本語",
    "🎺, a 🎺 horn",
    "ΣΑΣ, σας",
    "aab, aaaab"
  })
  void finds(String needle, String text) throws IOException {
    assertTrue(found(needle, text));
  }

  @ParameterizedTest
  @CsvSource({"hello, hell o", "é, e", "ab, a", "aab, abab", "🎺, 🎻"})
  void doesNotFind(String needle, String text) throws IOException {
    assertFalse(found(needle, text));
  }

  @Test
  void emptyIsEverywhere() throws IOException {
    assertTrue(found("", ""));
    assertTrue(found("", "x"));
    assertFalse(found("x", ""));
  }

  @Test
  void acrossLongTexts() throws IOException {
    String filler = "Грüße e\u0301 日本語 🎺 ".repeat(20_000);
    assertTrue(
        SearchText.of("the NEEDLE é").in(new StringReader(filler + "The needle É" + filler)));
    assertFalse(SearchText.of("the needle").in(new StringReader(filler)));
    assertFalse(
        SearchText.of("a".repeat(50_000) + "b").in(new StringReader("a".repeat(1_000_000))));
  }

  @Property(tries = 300)
  void agreesWithPlainSearch(
      @ForAll @StringLength(max = 4) @CharRange(from = 'a', to = 'b') String needle,
      @ForAll @StringLength(max = 40) @CharRange(from = 'a', to = 'b') String text)
      throws IOException {
    assertEquals(text.contains(needle), found(needle, text));
  }

  /// Letters that decompose, and marks in an order that full normalisation would change.
  @Property(tries = 1000)
  void marksInPieces(
      @ForAll @StringLength(max = 3) @Chars({'e', '\u00e9', '\u0301', '\u0323', '\uff9e', 'X'})
          String needle,
      @ForAll @StringLength(max = 12) @Chars({'e', '\u00e9', '\u0301', '\u0323', '\uff9e', 'x'})
          String text)
      throws IOException {
    assertEquals(
        SearchText.normalise(text).contains(SearchText.normalise(needle)), found(needle, text));
  }

  @Property(tries = 1000)
  void everyPieceIsFound(@ForAll @StringLength(max = 60) String text, @ForAll int a, @ForAll int b)
      throws IOException {
    int from = Math.floorMod(a, text.length() + 1);
    int to = from + Math.floorMod(b, text.length() - from + 1);
    String piece = text.substring(from, to);
    assertEquals(
        SearchText.normalise(text).contains(SearchText.normalise(piece)), found(piece, text));
  }
}
