package org.posthorn.smtp.outbound.queue;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.posthorn.auth.dkim.DomainSigner;
import org.posthorn.auth.dkim.KeyFile;
import org.posthorn.auth.dkim.KeyType;
import org.posthorn.auth.dkim.SigningKey;
import org.posthorn.auth.dkim.SigningOptions;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.blob.SpooledBody;

/// What is signed of mail that users submit (RFC 6409 §8, RFC 6376 §5.4).
class SigningTest {
  @Test
  void whatTheServerAddedIsSignedToo() {
    SigningKey key = SigningKey.of("example.test", "s", KeyFile.generate(KeyType.ED25519));
    Signing signing =
        new Signing(DomainSigner.of(List.of(key), SigningOptions.DEFAULT, InstantSource.system()));
    String added =
        "Received: by here\r\nDate: Tue, 3 Feb 2026 04:05:06 +0000\r\nMessage-ID: <1@x>\r\n";
    try (StorageFixture store = StorageFixture.memory();
        SpooledBody body = store.body("From: a@example.test\r\nSubject: x\r\n\r\nhi\r\n")) {
      byte[] signed = signing.sign(added.getBytes(StandardCharsets.US_ASCII), body.content());
      String text = new String(signed, StandardCharsets.US_ASCII);
      assertTrue(text.endsWith(added), text);
      String plain = text.replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
      String names = plain.replaceAll(".*;h=([^;]*);.*", ":$1:");
      assertTrue(names.contains(":date:"), text);
      assertTrue(names.contains(":message-id:"), text);
    }
  }
}
