package org.posthorn.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.posthorn.auth.dkim.DomainSigner;
import org.posthorn.auth.dkim.KeyFile;
import org.posthorn.auth.dkim.KeyType;
import org.posthorn.auth.dkim.SigningKey;
import org.posthorn.auth.dkim.SigningOptions;
import org.posthorn.auth.dns.ZoneServer;

/// Domains that sign their mail, and what the DNS has of them: SPF records with loopback, RSA keys
/// of 2048 bits, and DMARC policies that ask for refusal. Immutable; thread-safe.
///
/// @param keys one for each domain
record SignedSenders(List<SigningKey> keys) {
  private static final String FORGED = "forged.example";
  private static final int WIDTH = 70;

  /// A message, and who sends it.
  ///
  /// @param octets the message; no line of it begins with a dot
  record Letter(String sender, byte[] octets) {}

  /// Makes the keys. Their names differ from run to run, so that no answer about another run's is
  /// remembered anywhere.
  static SignedSenders of(int domains) {
    String selector = "s" + System.currentTimeMillis();
    return new SignedSenders(
        IntStream.range(0, domains)
            .mapToObj(i -> key("sender" + i + ".example", selector))
            .toList());
  }

  private static SigningKey key(String domain, String selector) {
    return SigningKey.of(domain, selector, KeyFile.generate(KeyType.RSA));
  }

  /// The lines of the zone.
  String zone() {
    StringBuilder zone = new StringBuilder();
    for (SigningKey key : keys) {
      zone.append(ZoneServer.text(key.recordName(), key.record()));
      zone.append(ZoneServer.text(key.domain(), "v=spf1 ip4:127.0.0.1 -all"));
      zone.append(ZoneServer.text("_dmarc." + key.domain(), "v=DMARC1; p=reject"));
    }
    zone.append(ZoneServer.text(FORGED, "v=spf1 -all"));
    zone.append(ZoneServer.text("_dmarc." + FORGED, "v=DMARC1; p=reject"));
    return zone.toString();
  }

  /// Different messages of about that many octets, each signed by one of the domains.
  List<Letter> letters(int count, int size) {
    DomainSigner signer = DomainSigner.of(keys, SigningOptions.DEFAULT, InstantSource.system());
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(i -> letter(signer, keys.get(i % keys.size()).domain(), i, size))
        .toList();
  }

  private static Letter letter(DomainSigner signer, String domain, int number, int size) {
    byte[] message = text("alice@" + domain, number, size);
    try {
      byte[] fields = signer.sign(domain, new byte[0], new ByteArrayInputStream(message));
      byte[] signed = Arrays.copyOf(fields, fields.length + message.length);
      System.arraycopy(message, 0, signed, fields.length, message.length);
      return new Letter("alice@" + domain, signed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A message whose domain did not send it and wants it refused.
  static Letter forgery() {
    String sender = "alice@" + FORGED;
    return new Letter(sender, text(sender, 0, 1000));
  }

  private static byte[] text(String sender, int number, int size) {
    Random random = new Random(number);
    StringBuilder text = new StringBuilder(size + WIDTH);
    text.append("From: Alice <").append(sender).append(">\r\nTo: bob@example.test\r\n");
    text.append("Subject: number ").append(number);
    text.append("\r\nDate: Tue, 24 Nov 2026 12:00:00 +0000\r\nMessage-ID: <").append(number);
    text.append('.').append(sender).append(">\r\nMIME-Version: 1.0\r\n");
    text.append("Content-Type: text/plain\r\n\r\n");
    while (text.length() < size) {
      for (int i = 0; i < WIDTH; i++) {
        text.append(i % 7 == 6 ? ' ' : (char) ('a' + random.nextInt(26)));
      }
      text.append("\r\n");
    }
    return text.toString().getBytes(US_ASCII);
  }
}
