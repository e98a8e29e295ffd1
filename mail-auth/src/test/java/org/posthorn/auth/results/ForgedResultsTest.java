package org.posthorn.auth.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthorn.auth.header.HeaderBlock;
import org.posthorn.auth.header.HeaderField;

/// RFC 8601 §5: fields in our name are found in every disguise, those of others stay.
class ForgedResultsTest {
  private final ForgedResults forged = new ForgedResults("mx.example.org");

  @Test
  void ourNameIsFoundInEveryDisguise() {
    for (String value :
        List.of(
            "mx.example.org; spf=pass",
            " MX.Example.ORG;dkim=pass",
            " mx.example.org 1; none",
            " mx.example.org 99; none",
            "\r\n\tmx.example.org;\r\n\tspf=pass",
            " (hi) mx.example.org (there); none",
            " (a (nested) \\) one) mx.example.org; none",
            " \"mx.example.org\"; none",
            " \"mx.exa\\mple.org\"; none",
            " mx.example.org.; none",
            " mx.example.org",
            "mx.example.org/1; none")) {
      assertTrue(forged.isForged(value), value);
    }
  }

  @Test
  void fieldsOfOthersStay() {
    for (String value :
        List.of(
            " mx.example.net; spf=pass smtp.mailfrom=mx.example.org",
            " amx.example.org; none",
            " mx.example.organic; none",
            " mx.example.org.example.net; none",
            "",
            " ;")) {
      assertFalse(forged.isForged(value), value);
    }
  }

  @Test
  void theFieldsOfAHeaderAreFoundByTheirOctets() {
    String text =
        "authentication-RESULTS : mx.example.org; spf=pass\r\n"
            + "Authentication-Results: other.example; none\r\nSubject: mx.example.org\r\n"
            + "Authentication-Results:\r\n mx.example.org;\r\n dkim=pass\r\nTo: x\r\n\r\n";
    HeaderBlock header = HeaderBlock.of(text.getBytes(StandardCharsets.UTF_8));
    List<HeaderField> found = forged.in(header);
    assertEquals(2, found.size());
    assertEquals(0, found.getFirst().start());
    assertTrue(text.substring(found.getLast().next()).startsWith("To: x"));
  }
}
