package org.posthorn.auth.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.posthorn.auth.dns.Behaviour;
import org.posthorn.auth.dns.ZoneServer;

/// Records, names and senders that mean no good (RFC 7208 §11).
class SpfHostilityTest {
  private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.1");

  private static Spf spf(ZoneServer server, SpfLimits limits) {
    return new Spf(server.dns(), "mx.example", limits, InstantSource.system());
  }

  @Property(tries = 1000)
  void noRecordMakesTheParserThrowAnythingElse(
      @ForAll
          @StringLength(max = 80)
          @CharRange(from = ' ', to = '~')
          @CharRange(from = '\u0000', to = '\u00ff')
          String text) {
    try {
      SpfParser.parse("v=spf1 " + text);
    } catch (SpfFault e) {
      assertEquals(SpfResult.PERMERROR, e.result());
    }
  }

  @Property(tries = 1000)
  void noMacroMakesTheParserThrowAnythingElse(
      @ForAll @StringLength(max = 40) @CharRange(from = '%', to = '}') String text) {
    try {
      MacroParser.explanation("%{" + text + "%{s" + text);
    } catch (SpfFault e) {
      assertEquals(SpfResult.PERMERROR, e.result());
    }
  }

  @Property(tries = 200)
  void noSenderMakesACheckThrow(
      @ForAll @StringLength(max = 300) String sender,
      @ForAll @StringLength(max = 300) String helo) {
    try (ZoneServer server =
        ZoneServer.of("example.org IN TXT \"v=spf1 exists:%{s}.%{h}.%{l-}.%{o}.example -all\"")) {
      Spf spf = spf(server, SpfLimits.standard());
      assertHarmless(spf.checkMailFrom(CLIENT, helo, sender + "@example.org"));
      assertHarmless(spf.checkMailFrom(CLIENT, helo, sender));
      assertHarmless(spf.checkHelo(CLIENT, helo));
    }
  }

  private static void assertHarmless(SpfOutcome outcome) {
    String field = outcome.receivedSpf("mx.example");
    assertTrue(field.chars().allMatch(c -> c >= ' ' && c < 0x7f), field);
    assertTrue(field.length() < 3000, field);
  }

  @Test
  void aHostileSenderStaysInItsQuotes() {
    try (ZoneServer server = ZoneServer.of("example.org IN TXT \"v=spf1 -all\"")) {
      SpfOutcome outcome =
          spf(server, SpfLimits.standard())
              .checkMailFrom(CLIENT, "x\r\nX-Evil: yes", "a\"; result=pass\\@example.org");
      assertEquals(
          "fail receiver=mx.example; client-ip=192.0.2.1; identity=mailfrom;"
              + " envelope-from=\"a\\\"; result=pass\\\\@example.org\";"
              + " helo=\"x??X-Evil: yes\"; mechanism=-all",
          outcome.receivedSpf("mx.example"));
    }
  }

  @Test
  void tenThousandRecordsAreAnErrorForNow() {
    String many =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "example.org IN TXT \"v=spf1 ip4:10.0.0." + i + "\"")
            .collect(Collectors.joining("\n"));
    try (ZoneServer server = ZoneServer.of(many)) {
      assertEquals(
          SpfResult.TEMPERROR,
          spf(server, SpfLimits.standard()).checkMailFrom(CLIENT, "h", "a@example.org").result());
    }
  }

  @Test
  void timeEndsForAllQuestionsTogether() {
    try (ZoneServer server =
        ZoneServer.of(
            "example.org IN TXT \"v=spf1 include:example.org a:slow.example.org -all\"")) {
      server.behave("example.org", Behaviour.HELD);
      SpfLimits limits = new SpfLimits(10, 2, 10, Duration.ofMillis(100));
      SpfOutcome outcome = spf(server, limits).checkMailFrom(CLIENT, "h", "a@example.org");
      assertEquals(SpfResult.TEMPERROR, outcome.result());
      assertTrue(outcome.problem().contains("time is up"), outcome.problem());
    }
  }

  @Test
  void aRecordThatAsksForEverythingAsksForLittle() {
    String zone =
        IntStream.range(0, 10)
                .mapToObj(
                    i ->
                        "h"
                            + i
                            + ".example IN TXT \"v=spf1 "
                            + IntStream.range(0, 10)
                                .mapToObj(j -> "include:h" + j + ".example")
                                .collect(Collectors.joining(" "))
                            + " -all\"\n")
                .collect(Collectors.joining())
            + "start.example IN TXT \"v=spf1 include:h0.example -all\"";
    try (ZoneServer server = ZoneServer.of(zone)) {
      SpfOutcome outcome =
          spf(server, SpfLimits.standard()).checkMailFrom(CLIENT, "h", "a@start.example");
      assertEquals(SpfResult.PERMERROR, outcome.result());
      assertFalse(server.queries() > 12, () -> "queries: " + server.queries());
    }
  }

  @Test
  void wordsOfAStrangerAreCutOff() {
    try (ZoneServer server =
        ZoneServer.of(
            """
            example.org IN TXT "v=spf1 -all exp=why.example.org"
            why.example.org IN TXT "%{s}%{s}%{s}%{s}%{s}%{s}%{s}%{s}%{s}%{s}%{s}%{s}%{s}%{s}%{s}"
            """)) {
      SpfOutcome outcome =
          spf(server, SpfLimits.standard())
              .checkMailFrom(CLIENT, "h", "a".repeat(60) + "@example.org");
      assertEquals(400, outcome.explanation().length());
    }
  }
}
