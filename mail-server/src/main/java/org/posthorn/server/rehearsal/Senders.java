package org.posthorn.server.rehearsal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.PrivateKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.posthorn.auth.dkim.DomainSigner;
import org.posthorn.auth.dkim.KeyFile;
import org.posthorn.auth.dkim.KeyType;
import org.posthorn.auth.dkim.SigningKey;
import org.posthorn.auth.dkim.SigningOptions;

/// Hosts elsewhere that send mail, most of them as they should: with SPF, DKIM and DMARC.
/// Immutable.
///
/// @param signer signs for those that do
/// @param texts what the DNS says of them: texts by name
record Senders(DomainSigner signer, Map<String, String> texts) {
  /// The first three sign, the second with two keys; the last one is not in the DNS.
  private static final List<String> DOMAINS =
      List.of("one.test", "two.test", "news.one.test", "plain.test", "unknown.test");

  private static final int TURNS = 8;

  /// A message, and who sends it.
  record Letter(String sender, byte[] octets) {}

  static Senders make() {
    List<SigningKey> keys = new ArrayList<>();
    PrivateKey rsa = KeyFile.generate(KeyType.RSA);
    keys.add(SigningKey.of("one.test", "s1", rsa));
    keys.add(SigningKey.of("two.test", "s1", rsa));
    keys.add(SigningKey.of("two.test", "s2", KeyFile.generate(KeyType.ED25519)));
    Map<String, String> texts = new HashMap<>();
    keys.forEach(key -> texts.put(key.recordName(), key.record()));
    texts.put("one.test", "v=spf1 ip4:192.0.2.0/24 ip4:127.0.0.1 -all");
    texts.put("news.one.test", "v=spf1 redirect=one.test");
    texts.put("two.test", "v=spf1 include:one.test ~all");
    texts.put("plain.test", "v=spf1 ip4:127.0.0.0/8 -all");
    texts.put("_dmarc.one.test", "v=DMARC1; p=reject; rua=mailto:reports@one.test");
    texts.put("_dmarc.two.test", "v=DMARC1; p=none; adkim=s");
    return new Senders(
        DomainSigner.of(keys, SigningOptions.DEFAULT, InstantSource.system()), texts);
  }

  /// So many messages of theirs, most of them from the first domain.
  List<Letter> letters(int count) throws IOException {
    List<byte[]> texts = new Letters().make(count, Senders::domain);
    List<Letter> letters = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      letters.add(letter(domain(i), texts.get(i)));
    }
    return letters;
  }

  private static String domain(int number) {
    return DOMAINS.get(Math.max(0, number % TURNS - TURNS + DOMAINS.size()));
  }

  private Letter letter(String domain, byte[] message) throws IOException {
    byte[] fields = signer.sign(domain, new byte[0], new ByteArrayInputStream(message));
    byte[] signed = Arrays.copyOf(fields, fields.length + message.length);
    System.arraycopy(message, 0, signed, fields.length, message.length);
    return new Letter("sender@" + domain, signed);
  }
}
