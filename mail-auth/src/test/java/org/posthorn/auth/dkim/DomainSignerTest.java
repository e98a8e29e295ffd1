package org.posthorn.auth.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.auth.dns.FixedDns;

/// What is signed here verifies (RFC 6376, RFC 8463), and what was signed cannot be changed.
class DomainSignerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final SigningKey RSA =
      SigningKey.of("example.org", "r1", KeyFile.generate(KeyType.RSA));
  private static final SigningKey ED25519 =
      SigningKey.of("example.org", "e1", KeyFile.generate(KeyType.ED25519));
  private static final String MESSAGE =
      "From: Alice <alice@example.org>\r\nTo: bob@example.net\r\n"
          + "Subject: a\r\n  folded   one\r\nX-Other: 1\r\n\r\nHi  there \r\n\r\nBye\r\n\r\n";

  private final FixedDns dns =
      new FixedDns()
          .with(RSA.recordName(), RSA.record())
          .with(ED25519.recordName(), ED25519.record());

  @TempDir Path directory;

  private static DomainSigner signer(SigningOptions options) {
    return DomainSigner.of(List.of(RSA, ED25519), options, InstantSource.fixed(NOW));
  }

  private static String sign(DomainSigner signer, String domain, String message)
      throws IOException {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    byte[] fields = signer.sign(domain, new byte[0], new ByteArrayInputStream(bytes));
    return new String(fields, StandardCharsets.US_ASCII) + message;
  }

  private void assertPasses(String message) {
    List<DkimResult> results = Verifying.verify(message, dns, NOW);
    assertEquals(2, results.size());
    assertTrue(results.stream().allMatch(DkimResult::passed), () -> results + "\n" + message);
  }

  @Test
  void bothKeysSign() throws IOException {
    assertPasses(sign(signer(SigningOptions.DEFAULT), "Example.ORG", MESSAGE));
  }

  @Test
  void prefixAndMessageAreSignedTogether() throws IOException {
    String prefix = "Message-ID: <1@example.org>\r\nDate: today\r\n";
    byte[] fields =
        signer(SigningOptions.DEFAULT)
            .sign(
                "example.org",
                prefix.getBytes(StandardCharsets.UTF_8),
                new ByteArrayInputStream(MESSAGE.getBytes(StandardCharsets.UTF_8)));
    assertPasses(new String(fields, StandardCharsets.US_ASCII) + prefix + MESSAGE);
  }

  @Test
  void messagesWithoutBodyAreSigned() throws IOException {
    for (String body : List.of("", "\r\n", "\r\n\r\n\r\n", "\r\nno line end", "\r\n \t")) {
      assertPasses(
          sign(signer(SigningOptions.DEFAULT), "example.org", "From: a@example.org\r\n" + body));
    }
  }

  @Test
  void nothingCanBeAddedToAnOversignedField() throws IOException {
    String signed = sign(signer(SigningOptions.DEFAULT), "example.org", MESSAGE);
    for (String added : List.of("From: m@example.net", "Subject: x", "Cc: x@example.net")) {
      for (DkimResult result : Verifying.verify(added + "\r\n" + signed, dns, NOW)) {
        assertEquals(DkimStatus.FAIL, result.status(), added);
      }
    }
    assertPasses("X-Spam: no\r\n" + signed);
  }

  @Test
  void linesStayWithin78Octets() throws IOException {
    String longName = "a-selector-of-some-length.".repeat(5) + "x";
    SigningKey key = SigningKey.of("example.org", longName, RSA.key());
    DomainSigner signer =
        DomainSigner.of(
            List.of(key, RSA, ED25519), SigningOptions.DEFAULT, InstantSource.fixed(NOW));
    String signed = sign(signer, "example.org", MESSAGE);
    List<String> longLines =
        signed.lines().filter(l -> l.length() > 78 && !l.contains(longName)).toList();
    assertEquals(List.of(), longLines);
  }

  @Test
  void signaturesExpire() throws IOException {
    SigningOptions options = SigningOptions.DEFAULT.withLifetime(Optional.of(Duration.ofDays(1)));
    String signed = sign(signer(options), "example.org", MESSAGE);
    assertPasses(signed);
    for (DkimResult result : Verifying.verify(signed, dns, NOW.plus(Duration.ofDays(2)))) {
      assertEquals(DkimStatus.FAIL, result.status());
      assertEquals("the signature has expired", result.reason());
    }
  }

  @Test
  void theDomainAboveSignsForOneBelow() throws IOException {
    DomainSigner signer = signer(SigningOptions.DEFAULT);
    assertPasses(sign(signer, "lists.example.org", MESSAGE));
    assertTrue(signer.signers("example.com").isEmpty());
    assertTrue(signer.signers("notexample.org").isEmpty());
    assertTrue(signer.signers("").isEmpty());
    assertEquals(MESSAGE, sign(signer, "example.com", MESSAGE));
    assertEquals("To: x\r\n\r\n", sign(signer, "example.org", "To: x\r\n\r\n"));
  }

  @Test
  void keysOutliveTheirFile() throws IOException {
    for (SigningKey key : List.of(RSA, ED25519)) {
      Path file = directory.resolve(key.selector() + ".pem");
      KeyFile.write(file, key.key());
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      SigningKey again = SigningKey.read("example.org", key.selector(), file);
      assertEquals(key.record(), again.record());
      assertFalse(again.toString().contains(Base64.getEncoder().encodeToString(new byte[3])));
    }
  }

  @Test
  void theOlderFormOfRsaKeysIsRead() throws IOException {
    byte[] pkcs8 = RSA.key().getEncoded();
    // The PKCS#1 key is the content of the octet string at the end.
    byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
    Path file = directory.resolve("old.pem");
    Files.writeString(
        file,
        "-----BEGIN RSA PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pkcs1)
            + "\n-----END RSA PRIVATE KEY-----\n");
    assertEquals(RSA.record(), SigningKey.read("example.org", "x", file).record());
  }

  @Test
  void filesWithoutKeyAreRefused() throws IOException {
    Path file = directory.resolve("none.pem");
    for (String text :
        List.of("", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")) {
      Files.writeString(file, text);
      IOException failure =
          assertThrows(IOException.class, () -> SigningKey.read("example.org", "x", file));
      assertTrue(failure.toString().contains("none.pem"), failure::toString);
    }
  }
}
