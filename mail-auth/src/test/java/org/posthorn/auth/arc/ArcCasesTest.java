package org.posthorn.auth.arc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.posthorn.auth.dkim.KeyFile;
import org.posthorn.auth.dkim.KeyType;
import org.posthorn.auth.dkim.SigningKey;
import org.posthorn.auth.dns.FixedDns;

/// RFC 8617: the rules of a chain, one by one, and chains that other software has sealed.
class ArcCasesTest {
  private static final SigningKey KEY =
      SigningKey.of("x.example", "s1", KeyFile.generate(KeyType.ED25519));
  private static final FixedDns DNS =
      new FixedDns()
          .with(KEY.recordName(), KEY.record())
          .with("revoked._domainkey.x.example", "v=DKIM1; k=ed25519; p=");
  private static final String MESSAGE =
      "From: Alice <alice@example.org>\r\nTo: bob@example.net\r\nSubject: a \r\n\r\nHello \r\n";

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ArcCasesTest.class.getResourceAsStream("/arc/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @TestFactory
  Stream<DynamicTest> rules() throws IOException {
    return Stream.of(resource("cases.txt").split("\ncase ")).skip(1).map(ArcCasesTest::test);
  }

  private static DynamicTest test(String text) {
    List<String> lines = new ArrayList<>(text.lines().filter(l -> !l.isBlank()).toList());
    String name = lines.removeFirst();
    String verdict = lines.removeLast();
    CrookedSealer sealer = new CrookedSealer(KEY, MESSAGE);
    return DynamicTest.dynamicTest(
        name,
        () -> {
          lines.forEach(line -> perform(line, sealer));
          ArcOutcome outcome = Hop.verify(sealer.message(), DNS);
          assertEquals(verdict, verdict(outcome), sealer::message);
        });
  }

  private static void perform(String line, CrookedSealer sealer) {
    if (line.startsWith("edit ")) {
      String[] parts =
          line.substring(5).replace("\\r\\n", "\r\n").replace("\\s", " ").split(" => ", 2);
      sealer.edit(parts[0], parts[1]);
    } else {
      sealer.seal(changes(line));
    }
  }

  private static Map<String, String> changes(String line) {
    Map<String, String> changes = new HashMap<>();
    for (String word : line.split(" ")) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        changes.put(word.substring(0, equals), word.substring(equals + 1).replace('_', ' '));
      }
    }
    return changes;
  }

  private static String verdict(ArcOutcome outcome) {
    String more =
        switch (outcome.status()) {
          case PASS -> outcome.oldestPass() == 0 ? "" : " oldest-pass=" + outcome.oldestPass();
          case FAIL -> " " + outcome.reason();
          case NONE -> "";
        };
    return outcome.status().word() + more;
  }

  /// Two hops of dkimpy 1.1.4, and one of ours above them, which dkimpy has found to be good.
  @Test
  void chainsOfOthers() throws IOException {
    FixedDns keys = new FixedDns();
    for (String line : resource("keys.txt").lines().filter(l -> !l.startsWith("#")).toList()) {
      int blank = line.indexOf(' ');
      keys.with(line.substring(0, blank), line.substring(blank + 1));
    }
    String two = resource("two-hops.eml").replace("\n", "\r\n");
    ArcOutcome outcome = Hop.verify(two, keys);
    assertTrue(outcome.passed(), outcome::toString);
    assertEquals(List.of("one.example", "two.example"), outcome.sealers());
    String three = resource("three-hops.eml").replace("\n", "\r\n");
    assertEquals(3, Hop.verify(three, keys).highest());
    assertTrue(Hop.verify(three, keys).passed());
    assertEquals(ArcStatus.FAIL, Hop.verify(two.replace("Hello", "Hullo"), keys).status());
  }
}
