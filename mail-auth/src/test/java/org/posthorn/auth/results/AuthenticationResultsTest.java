package org.posthorn.auth.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.posthorn.auth.results.AuthenticationResults.ArcResults;

/// RFC 8601 §2.2, RFC 8617 §4.1.1: fields are written so that nothing leaves its place, and read
/// however they are spelt.
class AuthenticationResultsTest {
  private static MethodResult spf(String reason, String sender) {
    return new MethodResult(
        "spf", "pass", reason, List.of(new MethodResult.Property("smtp", "mailfrom", sender)));
  }

  private static AuthenticationResults field(MethodResult... results) {
    return new AuthenticationResults("mx.example.org", List.of(results));
  }

  @Test
  void aFieldIsWritten() {
    MethodResult dkim =
        new MethodResult(
            "dkim",
            "fail",
            "the body has changed",
            List.of(
                new MethodResult.Property("header", "d", "example.net"),
                new MethodResult.Property("header", "b", "aB/+c=")));
    assertEquals(
        "mx.example.org;\r\n\tspf=pass smtp.mailfrom=alice@example.net;\r\n\t"
            + "dkim=fail reason=\"the body has changed\" header.d=example.net header.b=\"aB/+c=\"",
        field(spf("", "alice@example.net"), dkim).value());
    assertEquals("mx.example.org; none", field().value());
    assertEquals("i=3; mx.example.org; none", new ArcResults(3, field()).value());
  }

  @Test
  void whatStrangersWroteStaysInItsQuotes() {
    String value = field(spf("a\r\nX: \"y\"", "\"; dkim=pass\\ \"@example.net")).value();
    assertEquals(
        "mx.example.org;\r\n\tspf=pass reason=\"a??X: \\\"y\\\"\""
            + " smtp.mailfrom=\"\\\"; dkim=pass\\\\ \\\"@example.net\"",
        value);
    assertEquals(
        Optional.of(field(spf("a??X: \"y\"", "\"; dkim=pass\\ \"@example.net"))),
        AuthenticationResults.parse(value));
  }

  @Test
  void onlyReversePathsMayBeUtf8() {
    assertTrue(field(spf("é", "jörg@example.net")).value().contains("reason=\"?\""));
    assertTrue(field(spf("", "jörg@example.net")).value().contains("\"jörg@example.net\""));
  }

  @Property(tries = 1000)
  void whateverIsWrittenReadsBackAsOneResult(
      @ForAll @StringLength(max = 400) String sender,
      @ForAll @StringLength(max = 400) String reason) {
    String value = field(spf(reason, sender)).value();
    AuthenticationResults read = AuthenticationResults.parse(value).orElseThrow();
    assertEquals("mx.example.org", read.authservId());
    assertEquals(1, read.results().size());
    assertEquals(1, read.results().getFirst().properties().size());
    assertFalse(value.replace(";\r\n\t", "").chars().anyMatch(c -> c < ' '));
  }

  @Property(tries = 2000)
  void nothingMakesTheParserThrow(@ForAll @StringLength(max = 80) String text) {
    AuthenticationResults.parse(text);
    AuthenticationResults.parseArc(text);
    AuthenticationResults.parse("a; b=c \"" + text + "(\\");
    AuthenticationResults.parseArc("i=1; a; (" + text + "\\");
  }

  @Test
  void aFieldIsReadInEverySpelling() {
    AuthenticationResults read =
        AuthenticationResults.parse(
                " (c1) \"mx.example.org\" 1 ;\r\n\tSPF/1 = Pass (why (not)) Reason=\"all; good\""
                    + " smtp.MailFrom = \"a b\"@example.net ; junk ; = ; dkim=; ;\r\n"
                    + " dkim=neutral (x;y) header.d=example.net policy.x=a=b=c;none")
            .orElseThrow();
    assertEquals("mx.example.org", read.authservId());
    assertEquals(
        List.of(
            spf("all; good", "a b@example.net"),
            new MethodResult(
                "dkim",
                "neutral",
                "",
                List.of(
                    new MethodResult.Property("header", "d", "example.net"),
                    new MethodResult.Property("policy", "x", "a=b=c")))),
        read.results());
    assertEquals(1, read.of("dkim").size());
  }

  @Test
  void fieldsWithoutResultsAndWithoutAName() {
    assertEquals(Optional.of(field()), AuthenticationResults.parse("mx.example.org; none"));
    assertEquals(Optional.of(field()), AuthenticationResults.parse("mx.example.org"));
    assertEquals(Optional.empty(), AuthenticationResults.parse(" (only a comment)"));
    assertEquals(Optional.empty(), AuthenticationResults.parse("; spf=pass"));
  }

  @Test
  void theFieldOfAChainHasItsNumber() {
    ArcResults read =
        AuthenticationResults.parseArc(" i=12 ;\r\n mx.example.org; arc=pass").orElseThrow();
    assertEquals(12, read.instance());
    assertEquals("pass", read.results().of("arc").getFirst().result());
    for (String bad :
        List.of("mx.example.org; i=1", "i=0; a", "i=51; a", "i=x; a", "i=1 a; b", "i=1;", "")) {
      assertEquals(Optional.empty(), AuthenticationResults.parseArc(bad), bad);
    }
  }
}
