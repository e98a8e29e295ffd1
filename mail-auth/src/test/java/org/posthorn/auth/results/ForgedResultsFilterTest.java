package org.posthorn.auth.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.posthorn.auth.header.HeaderBlock;

/// RFC 8601 §5: forged fields go while the message streams past, whatever pieces it comes in; all
/// else stays as it is.
class ForgedResultsFilterTest {
  private static final ForgedResults FORGED = new ForgedResults("mx.example.org");
  private static final String OURS = "Authentication-Results: mx.example.org; spf=pass\r\n";
  private static final String OTHERS = "Authentication-Results: mx.example.net; spf=pass\r\n";

  private static String filter(String message, int piece) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ForgedResultsFilter filter = new ForgedResultsFilter(FORGED, out::write);
    byte[] octets = message.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < octets.length; i += piece) {
      filter.write(octets, i, Math.min(piece, octets.length - i));
    }
    filter.finish();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void assertFiltered(String expected, String message) {
    for (int piece : new int[] {1, 2, 3, 7, 50, Integer.MAX_VALUE / 2}) {
      assertEquals(expected, filter(message, piece), "in pieces of " + piece);
    }
  }

  @Test
  void oursGoesAndTheRestStays() {
    assertFiltered(
        "To: a\r\n" + OTHERS + "From: b\r\n\r\n" + OURS,
        OURS + "To: a\r\n" + OTHERS + OURS + "From: b\r\n\r\n" + OURS);
  }

  @Test
  void itGoesInEveryDisguise() {
    assertFiltered(
        "To: a\r\n\r\nbody",
        "AUTHENTICATION-results \t:\r\n\t(x;y) MX.example.org\r\n ; spf=pass;\r\n dkim=pass\r\n"
            + "authentication-results:\"mx.example.org\"; none\r\nTo: a\r\n\r\nbody");
    assertFiltered("To: a\n\nbody", OURS.replace("\r", "") + "To: a\n\nbody");
  }

  @Test
  void whatLooksLikeItStays() {
    for (String message :
        new String[] {
          "Authentication-Results-X: mx.example.org; a\r\n\r\n",
          "X-Authentication-Results: mx.example.org; a\r\n\r\n",
          "Subject: x\r\n Authentication-Results: mx.example.org; a\r\n\r\n",
          "Authentication-Results mx.example.org\r\n\r\nx",
          "Authentication-Results",
          "Authentication-Results: mx.example.net; cut off",
          "\rAuthentication-Results: mx.example.org; a\r\n\r\n",
          " Authentication-Results: mx.example.org; a\r\n\r\n",
          "\r\n" + OURS,
          "\n" + OURS,
          "\r",
          "",
          "no header at all\r\n\r\n" + OURS
        }) {
      assertFiltered(message, message);
    }
  }

  @Test
  void theLastFieldOfAHeaderWithoutABodyGoes() {
    assertFiltered("To: a\r\n", "To: a\r\n" + OURS);
    assertFiltered("To: a\r\n", "To: a\r\nAuthentication-Results: mx.example.org");
  }

  @Test
  void aFieldWithoutAnEndIsNotKept() {
    String comment = "(;" + "x".repeat(40_000) + ")";
    assertFiltered(
        "To: a\r\n\r\n",
        "Authentication-Results: " + comment + " mx.example.org; spf=pass\r\nTo: a\r\n\r\n");
    String blanks = "Authentication-Results" + " ".repeat(40_000) + ": x\r\n\r\n";
    assertFiltered(blanks, blanks);
  }

  @Property(tries = 1000)
  void whatIsLeftHasNoFieldOfOurs(
      @ForAll @StringLength(max = 12) @CharRange(from = ' ', to = ';') String one,
      @ForAll @StringLength(max = 12) String two) {
    String message =
        "Authentication-Results:" + one + "mx.example.org" + two + "\r\nTo: a\r\n\r\nx";
    HeaderBlock header = HeaderBlock.of(filter(message, 5).getBytes(StandardCharsets.UTF_8));
    assertEquals(0, FORGED.in(header).size());
  }
}
