package org.posthorn.protocol.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// End of data and dot-stuffing, whole and split at every octet.
class DotUnstufferTest {
  private record Result(String text, String rest, boolean finished, boolean lf, boolean cr) {}

  private static String raw(String text) {
    return text.replace("CR", "\r").replace("LF", "\n").replace("_", "");
  }

  private static Result decode(String input, int... cuts) {
    DotUnstuffer unstuffer = new DotUnstuffer();
    byte[] bytes = input.getBytes(StandardCharsets.ISO_8859_1);
    StringBuilder out = new StringBuilder();
    int from = 0;
    int consumed = 0;
    for (int i = 0; i <= cuts.length && !unstuffer.isFinished(); i++) {
      int to = i < cuts.length ? cuts[i] : bytes.length;
      // In place, as the stream does it.
      byte[] buffer = new byte[to - from + DotUnstuffer.MAX_HELD];
      System.arraycopy(bytes, from, buffer, DotUnstuffer.MAX_HELD, to - from);
      int n = unstuffer.decode(buffer, DotUnstuffer.MAX_HELD, to - from, buffer, 0);
      out.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
      consumed += unstuffer.consumed();
      from = to;
    }
    return new Result(
        out.toString(),
        input.substring(consumed),
        unstuffer.isFinished(),
        unstuffer.sawBareLf(),
        unstuffer.sawBareCr());
  }

  @ParameterizedTest
  @CsvSource(
      emptyValue = "",
      value = {
        ".CRLF, '', ''",
        "aCRLF.CRLFrest, aCRLF, rest",
        "aCRLF..bCRLF.CRLF, aCRLF.bCRLF, ''",
        "..CRLF.CRLF, .CRLF, ''",
        "...CRLF.CRLF, ..CRLF, ''",
        "a.bCRLF.CRLF, a.bCRLF, ''",
        "CRLFCRLF.CRLF, CRLFCRLF, ''",
        "aLF.CRLF_bCRLF.CRLF, aLF.CRLF_bCRLF, ''",
        "aLF.LF_bCRLF.CRLF, aLF.LF_bCRLF, ''",
        "aCR.CRLF_bCRLF.CRLF, aCR.CRLF_bCRLF, ''",
        "aCRLF.LF_bCRLF.CRLF, aCRLF_LF_bCRLF, ''",
        "aCRLF.CR_bCRLF.CRLF, aCRLF_CR_bCRLF, ''",
        "aCRCRLF.CRLF, aCRCRLF, ''",
        "aCRLF.CRCRLF_bCRLF.CRLF, aCRLF_CRCRLF_bCRLF, ''",
      })
  void endsOnlyAtCrLfDotCrLf(String input, String text, String rest) {
    String source = raw(input);
    Result whole = decode(source);
    assertEquals(raw(text), whole.text());
    assertEquals(raw(rest), whole.rest());
    assertTrue(whole.finished());
    for (int cut = 0; cut <= source.length(); cut++) {
      Result split = decode(source, cut);
      assertEquals(whole.text(), split.text(), "split at " + cut);
      assertEquals(whole.rest(), split.rest(), "split at " + cut);
      assertEquals(whole.lf(), split.lf(), "split at " + cut);
      assertEquals(whole.cr(), split.cr(), "split at " + cut);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"aCRLF.", "aCRLF.CR", "a.CRLF", "LF.LF", "CRLF.LF", "CR.CR", "CRLF.CRCR"})
  void endsNowhereElse(String input) {
    assertFalse(decode(raw(input)).finished());
  }

  @ParameterizedTest
  @CsvSource({
    "aCRLF.CRLF, false, false",
    "aLF.CRLFCRLF.CRLF, true, false",
    "aCR_bCRLF.CRLF, false, true",
    "aLF_bCR_cCRLF.CRLF, true, true",
    "CRCRLF.CRLF, false, true",
    "CRLFLF_CRLF.CRLF, true, false"
  })
  void reportsBareLineBreaks(String input, boolean lf, boolean cr) {
    Result result = decode(raw(input));
    assertEquals(lf, result.lf());
    assertEquals(cr, result.cr());
  }
}
