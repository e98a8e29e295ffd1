package org.posthorn.auth.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.posthorn.auth.dns.FixedDns;

/// Signatures made elsewhere: the examples of RFC 6376 §A.2 and RFC 8463 §A.3.
class SampleMessagesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(SampleMessagesTest.class.getResourceAsStream("/dkim/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String message(String name) throws IOException {
    return resource(name).replace("\n", "\r\n");
  }

  private static FixedDns keys() throws IOException {
    FixedDns dns = new FixedDns();
    for (String line : resource("keys.txt").lines().filter(l -> !l.startsWith("#")).toList()) {
      int blank = line.indexOf(' ');
      dns.with(line.substring(0, blank), line.substring(blank + 1));
    }
    return dns;
  }

  @Test
  void rfc6376() throws IOException {
    List<DkimResult> results = Verifying.verify(message("rfc6376-a2.eml"), keys(), NOW);
    assertEquals(1, results.size());
    DkimResult result = results.getFirst();
    assertTrue(result.passed(), result::reason);
    assertEquals("example.com", result.domain());
    assertEquals("joe@football.example.com", result.identity());
    assertEquals("brisbane", result.selector());
    assertEquals("rsa-sha256", result.algorithm());
    assertEquals("AuUoFEfD", result.signaturePrefix());
    assertEquals(1024, result.keyBits());
  }

  @Test
  void rfc8463() throws IOException {
    List<DkimResult> results = Verifying.verify(message("rfc8463-a3.eml"), keys(), NOW);
    assertEquals(2, results.size());
    assertTrue(results.stream().allMatch(DkimResult::passed), results::toString);
    assertEquals("ed25519-sha256", results.getFirst().algorithm());
  }

  @Test
  void oneOctetElsewhereAndTheyFail() throws IOException {
    for (String change : List.of("dinner", "Joe.", "Suzie")) {
      String changed = message("rfc8463-a3.eml").replace(change, change.toUpperCase());
      for (DkimResult result : Verifying.verify(changed, keys(), NOW)) {
        assertEquals(DkimStatus.FAIL, result.status(), change);
      }
    }
  }
}
