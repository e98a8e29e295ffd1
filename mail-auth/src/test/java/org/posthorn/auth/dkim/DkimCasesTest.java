package org.posthorn.auth.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.posthorn.auth.dns.FixedDns;

/// RFC 6376, RFC 8301, RFC 8463, RFC 8616: what becomes of a signature, rule by rule.
class DkimCasesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final SigningKey ED =
      SigningKey.of("example.org", "s1", KeyFile.generate(KeyType.ED25519));
  private static final SigningKey RSA =
      SigningKey.of("example.org", "s1", KeyFile.generate(KeyType.RSA));
  private static final SigningKey OTHER =
      SigningKey.of("example.org", "s1", KeyFile.generate(KeyType.ED25519));
  private static final String HEADER =
      "From: Alice <alice@example.org>\r\nTo: bob@example.net\r\nSubject: a question\r\n\r\n";
  private static final String BODY = "Hello\r\nBye\r\n";

  @TestFactory
  Stream<DynamicTest> rules() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(DkimCasesTest.class.getResourceAsStream("/dkim/cases.txt"))) {
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Stream.of(all.split("\ncase ")).skip(1).map(DkimCasesTest::test);
    }
  }

  private static DynamicTest test(String text) {
    List<String> lines = new ArrayList<>(text.lines().filter(l -> !l.isEmpty()).toList());
    String name = lines.removeFirst();
    String verdict = lines.removeLast();
    return DynamicTest.dynamicTest(name, () -> check(lines, verdict));
  }

  private static void check(List<String> lines, String verdict) throws GeneralSecurityException {
    SigningKey key = lines.contains("sign rsa") ? RSA : ED;
    String header = String.join("", of(lines, "field").map(f -> f + "\r\n").toList()) + HEADER;
    String message = header + of(lines, "body").findFirst().orElse(BODY);
    String field =
        new CrookedSigner(key, NOW.getEpochSecond()).field(message, of(lines, "tag").toList());
    String signed = edited(field, of(lines, "fold")) + edited(message, of(lines, "edit"));
    List<String> records = new ArrayList<>();
    for (String record : of(lines, "key").toList()) {
      records.add(filled(record));
    }
    String[] published =
        records.isEmpty() ? new String[] {key.record()} : records.toArray(String[]::new);
    FixedDns dns =
        new FixedDns()
            .with("s1._domainkey.example.org", published)
            .with("s1._domainkey.xn--bcher-kva.example", published);
    assertEquals(verdict, verdict(Verifying.verify(signed, dns, NOW).getFirst()), signed);
  }

  private static String edited(String text, Stream<String> edits) {
    String edited = text;
    for (String edit : edits.toList()) {
      String[] parts = edit.split(" => ", 2);
      assertTrue(edited.contains(parts[0]), edit);
      edited = edited.replace(parts[0], parts[1]);
    }
    return edited;
  }

  private static Stream<String> of(List<String> lines, String word) {
    return lines.stream()
        .filter(l -> l.startsWith(word + " "))
        .map(l -> l.substring(word.length() + 1))
        .map(l -> l.replace("\\r", "\r").replace("\\n", "\n"))
        .map(l -> l.replace("\\t", "\t").replace("\\s", " "));
  }

  private static String filled(String record) throws GeneralSecurityException {
    return record
        .replace("$ed", ED.publicKey())
        .replace("$rsa", RSA.publicKey())
        .replace("$other", OTHER.publicKey())
        .replace("$short", shortKey());
  }

  /// The public half of a key of 1023 bits; that nobody has the other half does not matter.
  private static String shortKey() throws GeneralSecurityException {
    BigInteger modulus = BigInteger.ONE.shiftLeft(1022).add(BigInteger.valueOf(0x1235));
    byte[] der =
        KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65_537)))
            .getEncoded();
    return Base64.getEncoder().encodeToString(der);
  }

  private static String verdict(DkimResult result) {
    return (result.status().text() + " " + result.reason()).strip()
        + (result.testing() ? " [testing]" : "")
        + (result.uncovered() > 0 ? " [uncovered " + result.uncovered() + "]" : "");
  }

  @Test
  void signaturesBeyondTheLimitAreToldAndCostNothing() {
    FixedDns dns = new FixedDns().with(ED.recordName(), ED.record());
    String message = HEADER + BODY;
    for (int i = 0; i < 40; i++) {
      message = new CrookedSigner(ED, NOW.getEpochSecond() - i).field(message, List.of()) + message;
    }
    List<DkimResult> results = Verifying.verify(message, dns, NOW);
    assertEquals(30, results.size());
    assertTrue(results.subList(0, 10).stream().allMatch(DkimResult::passed), results::toString);
    for (DkimResult result : results.subList(10, 30)) {
      assertEquals("neutral too many signatures", verdict(result));
      assertEquals("example.org", result.domain());
    }
  }

  @Test
  void aBodyIsHashedInFewWays() {
    FixedDns dns = new FixedDns().with(ED.recordName(), ED.record());
    String message = HEADER + BODY;
    for (int i = 0; i < 10; i++) {
      message =
          new CrookedSigner(ED, NOW.getEpochSecond()).field(message, List.of("l=" + i)) + message;
    }
    List<DkimResult> results = Verifying.verify(message, dns, NOW);
    assertEquals(8, results.stream().filter(DkimResult::passed).count());
    assertEquals("policy too many ways to hash the body", verdict(results.getLast()));
  }
}
