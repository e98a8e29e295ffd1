package org.posthorn.auth.dmarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.posthorn.auth.dmarc.AuthenticatedIdentity.Method;
import org.posthorn.auth.dmarc.AuthenticatedIdentity.State;
import org.posthorn.auth.dns.Behaviour;
import org.posthorn.auth.dns.ZoneServer;
import org.posthorn.auth.header.HeaderBlock;
import org.posthorn.auth.results.MethodResult;

/// Records, authors and identities that mean no good (RFC 9989 §11).
class DmarcHostilityTest {
  private static Dmarc dmarc(ZoneServer server) {
    return new Dmarc(server.dns(), DmarcLimits.standard(), () -> 0);
  }

  private static AuthenticatedIdentity dkim(String domain) {
    return new AuthenticatedIdentity(Method.DKIM, State.PASSED, domain);
  }

  private static Authors authors(String header) {
    return Authors.of(HeaderBlock.of(header.getBytes(StandardCharsets.UTF_8)));
  }

  @Property(tries = 2000)
  void noRecordMakesTheParserThrow(
      @ForAll @StringLength(max = 80) @CharRange(from = ' ', to = '\u00ff') String text) {
    DmarcRecord record = DmarcRecord.parse("v=DMARC1;" + text);
    assertTrue(record.percent() >= 0 && record.percent() <= 100);
  }

  @Property(tries = 2000)
  void noFromMakesTheParserThrow(@ForAll @StringLength(max = 60) String text) {
    assertHarmless(Authors.of(text));
    assertHarmless(Authors.of("\"(<" + text + ">)\\"));
  }

  @Property(tries = 2000)
  void noPunctuationMakesTheParserThrow(@ForAll @CharRange(from = '"', to = '@') String text) {
    assertHarmless(Authors.of(text));
  }

  private static void assertHarmless(Authors authors) {
    assertTrue(!authors.domains().isEmpty() || !authors.problem().isEmpty());
    for (String domain : authors.domains()) {
      assertTrue(domain.matches("[a-z0-9._-]{1,253}"), domain);
    }
  }

  @Property(tries = 100)
  void noIdentityMakesACheckThrow(@ForAll @StringLength(max = 300) String domain) {
    try (ZoneServer server = ZoneServer.of("_dmarc.example.org IN TXT \"v=DMARC1; p=reject\"")) {
      DmarcOutcome outcome = dmarc(server).check("example.org", List.of(dkim(domain)));
      assertEquals(DmarcResult.FAIL, outcome.result());
      dmarc(server).check(domain, List.of(dkim("example.org")));
    }
  }

  @Test
  void severalFieldsAreAnErrorWhateverTheySay() {
    try (ZoneServer server = ZoneServer.of("_dmarc.example.org IN TXT \"v=DMARC1; p=reject\"")) {
      Authors two = authors("From: a@example.org\r\nSubject: x\r\nfrom : b@example.org\r\n\r\n");
      assertEquals(List.of("example.org"), two.domains());
      DmarcOutcome outcome = dmarc(server).check(two, List.of(dkim("example.org")));
      assertEquals(DmarcResult.PERMERROR, outcome.result());
      assertEquals("2 From fields", outcome.problem());
      assertEquals("no From field", authors("Subject: x\r\n\r\n").problem());
    }
  }

  @Test
  void aFoldedFieldIsRead() {
    assertEquals(
        List.of("example.org"),
        authors("From: =?utf-8?q?x=40example=2Ecom?=\r\n\t<a@example.org>\r\n\r\n").domains());
  }

  @Test
  void tenThousandRecordsAreAnErrorForNow() {
    String many =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "_dmarc.example.org IN TXT \"v=DMARC1; p=reject; i=" + i + "\"")
            .collect(Collectors.joining("\n"));
    try (ZoneServer server = ZoneServer.of(many)) {
      assertEquals(DmarcResult.TEMPERROR, dmarc(server).check("example.org", List.of()).result());
    }
  }

  @Test
  void timeEndsForAllQuestionsTogether() {
    try (ZoneServer server = ZoneServer.of("example.org IN A 192.0.2.1")) {
      server.behave("_dmarc.example.org", Behaviour.HELD);
      DmarcLimits limits = new DmarcLimits(3, 12, Duration.ofMillis(100));
      DmarcOutcome outcome =
          new Dmarc(server.dns(), limits, () -> 0).check("example.org", List.of());
      assertEquals(DmarcResult.TEMPERROR, outcome.result());
      assertTrue(outcome.problem().contains("time is up"), outcome.problem());
    }
  }

  @Test
  void aHundredSignaturesAskLittle() {
    try (ZoneServer server = ZoneServer.of("_dmarc.example.org IN TXT \"v=DMARC1; p=reject\"")) {
      List<AuthenticatedIdentity> many =
          IntStream.range(0, 100)
              .mapToObj(i -> dkim("a.b.c.d.e.f.g.h.i.s" + i + ".evil.org"))
              .toList();
      DmarcOutcome outcome = dmarc(server).check("example.org", many);
      assertEquals(DmarcResult.FAIL, outcome.result());
      assertTrue(server.queries() < 100, () -> "questions: " + server.queries());
      assertEquals(server.queries(), outcome.lookUps());
    }
  }

  @Test
  void whatIsToldNamesAuthorAndPolicy() {
    try (ZoneServer server =
        ZoneServer.of("_dmarc.example.org IN TXT \"v=DMARC1; p=reject; t=y\"")) {
      Dmarc dmarc = dmarc(server);
      assertEquals(
          new MethodResult(
              "dmarc",
              "fail",
              "",
              List.of(
                  new MethodResult.Property("header", "from", "example.org"),
                  new MethodResult.Property("policy", "dmarc", "quarantine"))),
          dmarc.check("example.org", List.of()).authenticationResult());
      assertEquals(
          "reject",
          dmarc
              .check("example.org", List.of(dkim("example.org")))
              .authenticationResult()
              .properties()
              .getLast()
              .value());
    }
  }
}
