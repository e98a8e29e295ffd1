package org.posthorn.auth.arc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.posthorn.auth.MessageVerifier;
import org.posthorn.auth.body.MessageHasher;
import org.posthorn.auth.dkim.KeyType;
import org.posthorn.auth.dkim.SigningOptions;
import org.posthorn.auth.dkim.VerifierLimits;
import org.posthorn.auth.dns.FixedDns;

/// Chains that were sealed here, whole and tampered with (RFC 8617 §5).
class ArcChainTest {
  private static final FixedDns DNS = new FixedDns();
  private static final Hop ONE = Hop.of("one.example", KeyType.RSA, DNS);
  private static final Hop TWO = Hop.of("two.example", KeyType.ED25519, DNS);
  private static final Hop THREE = Hop.of("three.example", KeyType.ED25519, DNS);
  private static final String MESSAGE =
      "DKIM-Signature: v=1; a=x; b=y\r\nFrom: Alice <alice@example.org>\r\n"
          + "To: list@one.example\r\nSubject: a question\r\n\r\nHello\r\n";
  private static final String CHAIN = THREE.pass(TWO.pass(ONE.pass(MESSAGE)));

  private static final Pattern ARC_FIELD =
      Pattern.compile("(?m)^(ARC-[A-Za-z-]+): (?:.*\\r\\n)(?:[ \\t].*\\r\\n)*");

  private static ArcOutcome verify(String message) {
    return Hop.verify(message, DNS);
  }

  private static void assertFails(String message, String why) {
    ArcOutcome outcome = verify(message);
    assertEquals(ArcStatus.FAIL, outcome.status(), () -> why + "\n" + message);
    assertTrue(!outcome.reason().isEmpty() && !outcome.temporary(), why);
  }

  /// The fields of a chain, from the top.
  private static List<String> fields(String message) {
    List<String> fields = new ArrayList<>();
    Matcher matcher = ARC_FIELD.matcher(message);
    while (matcher.find()) {
      fields.add(matcher.group());
    }
    return fields;
  }

  @Test
  void noChain() {
    assertEquals(ArcOutcome.none(), verify(MESSAGE));
    assertEquals("none", verify(MESSAGE).authenticationResult().result());
  }

  @Test
  void chainsOfOneToThree() {
    String message = MESSAGE;
    for (Hop hop : List.of(ONE, TWO, THREE)) {
      message = hop.pass(message);
      ArcOutcome outcome = verify(message);
      assertTrue(outcome.passed(), outcome::toString);
      assertEquals(0, outcome.oldestPass());
      assertEquals(hop.key().domain(), outcome.sealers().getLast());
    }
    assertEquals(List.of("one.example", "two.example", "three.example"), verify(message).sealers());
    assertEquals(9, fields(message).size());
    assertEquals("0", verify(message).authenticationResult().properties().getFirst().value());
    assertTrue(message.lines().allMatch(l -> l.length() <= 78), message);
  }

  @Test
  void fieldsMayBeInAnyOrder() {
    List<String> fields = fields(CHAIN);
    String rest = CHAIN.substring(String.join("", fields).length());
    assertTrue(verify(String.join("", fields.reversed()) + rest).passed());
    assertTrue(verify("X-New: 1\r\n" + CHAIN.replace("X-Old: 1\r\n", "")).passed());
  }

  @Test
  void aMailingListMayChangeTheMessageBetweenTwoHops() {
    String listed =
        ONE.pass(MESSAGE)
            .replace("Subject: ", "Subject: [list] ")
            .replace("Hello\r\n", "Hello\r\n-- \r\nfooter\r\n");
    assertFails(listed, "changed after the last seal");
    // The list looked at the chain before it changed the message.
    MessageVerifier.Verified before = verified(ONE.pass(MESSAGE));
    String changed = resealed(before.chain(), listed);
    ArcOutcome outcome = verify(changed);
    assertTrue(outcome.passed(), outcome::toString);
    assertEquals(2, outcome.oldestPass());
    assertEquals(2, verify(THREE.pass(changed)).oldestPass());
  }

  private static MessageVerifier.Verified verified(String message) {
    MessageVerifier.Pass pass =
        new MessageVerifier(DNS, VerifierLimits.DEFAULT, InstantSource.fixed(Hop.NOW))
            .start(Set.of(ArcSealer.BODY));
    pass.hasher().write(message.getBytes(StandardCharsets.UTF_8));
    return pass.finish();
  }

  private static String resealed(ArcOutcome before, String message) {
    MessageHasher hasher = MessageHasher.of(ArcSealer.BODY);
    hasher.write(message.getBytes(StandardCharsets.UTF_8));
    return new ArcSealer(TWO.key(), SigningOptions.DEFAULT)
            .seal(hasher.finish(), before, "two.example; arc=pass", Hop.NOW)
        + message;
  }

  @Test
  void whatIsSignedCannotChange() {
    for (String part : List.of("alice@", "list@", "a question", "Hello", "a=x")) {
      assertFails(CHAIN.replace(part, "M" + part), part);
    }
    assertFails("From: mallory@example.net\r\n" + CHAIN, "another author");
  }

  @Test
  void noTagOfAnyFieldCanChange() {
    for (String field : fields(CHAIN)) {
      for (int at : places(field)) {
        char other = field.charAt(at) == '1' ? '2' : field.charAt(at) == 'X' ? 'Y' : 'X';
        String changed = field.substring(0, at) + other + field.substring(at + 1);
        assertFails(CHAIN.replace(field, changed), changed);
      }
    }
  }

  /// One place in the value of each tag or word of a field.
  private static List<Integer> places(String field) {
    List<Integer> places = new ArrayList<>();
    Matcher tags = Pattern.compile("=\\s*(?=[^\\s;])").matcher(field);
    while (tags.find()) {
      places.add(tags.end());
    }
    return places;
  }

  @Test
  void noFieldCanGoOrComeTwice() {
    for (String field : fields(CHAIN)) {
      assertFails(CHAIN.replace(field, ""), "gone: " + field);
      assertFails(field + CHAIN, "twice: " + field);
    }
  }

  @Test
  void noSetCanGoButTheLast() {
    List<String> fields = fields(CHAIN);
    for (int set = 0; set < 3; set++) {
      String without = CHAIN;
      for (String field : fields.subList(3 * set, 3 * set + 3)) {
        without = without.replace(field, "");
      }
      if (set == 0) {
        assertEquals(2, verify(without).highest());
        assertTrue(verify(without).passed());
      } else {
        assertFails(without, "set " + (3 - set));
      }
    }
  }

  @Test
  void aBrokenChainIsSealedOnceAndNeverPassesAgain() {
    String broken = ONE.pass(MESSAGE).replace("Hello", "Hullo");
    String sealed = TWO.pass(broken);
    assertTrue(sealed.startsWith("ARC-Seal: i=2; a=ed25519-sha256; cv=fail;"), sealed);
    assertFails(sealed, "cv=fail");
    assertEquals(sealed, THREE.pass(sealed));
    assertFails(sealed.replace("cv=fail", "cv=pass"), "cv changed");
  }

  @Test
  void keysThatAreAway() {
    FixedDns without = new FixedDns().with(ONE.key().recordName(), ONE.key().record());
    assertEquals(
        "signature 2: no key is published",
        Hop.verify(TWO.pass(ONE.pass(MESSAGE)), without).reason());
    FixedDns silent = new FixedDns().withFailing(ONE.key().recordName());
    ArcOutcome outcome = Hop.verify(ONE.pass(MESSAGE), silent);
    assertEquals(ArcStatus.FAIL, outcome.status());
    assertTrue(outcome.temporary());
    String later = new Hop(TWO.key(), silent).pass(ONE.pass(MESSAGE));
    assertEquals(ONE.pass(MESSAGE), later);
  }

  @Test
  void fiftySetsAndNoMore() {
    String message = MESSAGE;
    for (int i = 0; i < 50; i++) {
      ArcStatus status = i == 0 ? ArcStatus.NONE : ArcStatus.PASS;
      message = resealed(new ArcOutcome(status, false, "", i, 0, List.of()), message);
    }
    ArcOutcome outcome = verify(message);
    assertTrue(outcome.passed(), outcome::toString);
    assertEquals(50, outcome.highest());
    assertEquals(message, TWO.pass(message));
    String more =
        fields(message).subList(0, 3).stream()
            .map(f -> f.replaceFirst("i=50", "i=51"))
            .reduce("", String::concat);
    assertFails(more + message, "51");
  }

  @Test
  void aHeaderTooLongIsNotSealed() {
    String message = "X: " + "y".repeat(300_000) + "\r\n" + MESSAGE;
    assertEquals(message, ONE.pass(message));
    assertEquals("To: x\r\n\r\n", ONE.pass("To: x\r\n\r\n"));
    assertFails(CHAIN.replace("From:", "X: " + "y".repeat(300_000) + "\r\nFrom:"), "long");
  }

  @Test
  void bodiesAreHashedInFewWays() {
    VerifierLimits few =
        new VerifierLimits(
            VerifierLimits.DEFAULT.maxHeader(),
            10,
            0,
            Duration.ofMinutes(5),
            Duration.ofSeconds(5));
    assertEquals(
        "signature 1: too many ways to hash the body",
        Hop.verify(ONE.pass(MESSAGE), DNS, few).reason());
  }
}
