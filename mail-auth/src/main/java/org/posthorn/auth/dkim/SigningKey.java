package org.posthorn.auth.dkim;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Base64;

/// A key that signs for a domain, and the record that publishes it. Immutable; thread-safe.
///
/// @param domain the domain, in lower case and A-labels
/// @param selector the name of the key below `_domainkey`
/// @param type its kind
/// @param key the private key; it is not shown by [#toString()]
/// @param publicKey what `p=` has, in base 64
public record SigningKey(
    String domain, String selector, KeyType type, PrivateKey key, String publicKey) {
  /// A key for a domain.
  ///
  /// @throws IllegalArgumentException where domain or selector are none, or the key is of another
  ///     kind or too short to be accepted anywhere (RFC 8301 §3.2)
  public static SigningKey of(String domain, String selector, PrivateKey key) {
    try {
      byte[] published = KeyEncoding.published(key);
      KeyType type = published.length == KeyEncoding.ED25519_OCTETS ? KeyType.ED25519 : KeyType.RSA;
      String text = Base64.getEncoder().encodeToString(published);
      String record = record(type, text);
      if (KeyRecordParser.parse(record) instanceof KeyAnswer.Unusable(SignatureFault fault)) {
        throw new IllegalArgumentException(fault.reason());
      }
      return new SigningKey(
          SignatureParser.domain(domain), SignatureParser.selector(selector), type, key, text);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (FaultException e) {
      throw new IllegalArgumentException(e.fault().reason(), e);
    }
  }

  /// A key from a PEM file ([KeyFile]).
  ///
  /// @throws IOException where the file cannot be read or holds no such key
  public static SigningKey read(String domain, String selector, Path file) throws IOException {
    try {
      return of(domain, selector, KeyFile.read(file));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /// Where the key is to be published.
  public String recordName() {
    return selector + "._domainkey." + domain;
  }

  /// The value of the TXT record that publishes it (RFC 6376 §3.6.1).
  public String record() {
    return record(type, publicKey);
  }

  /// Signs the canonical form of something.
  public byte[] sign(byte[] data) {
    return Signatures.sign(type, key, data);
  }

  /// Whether a key that was found is the public half of this one.
  public boolean isPublishedAs(PublishedKey found) {
    return KeyRecordParser.parse(record()) instanceof KeyAnswer.Found(PublishedKey mine)
        && mine.key().equals(found.key());
  }

  /// Its size in bits.
  public int bits() {
    return KeyRecordParser.parse(record()) instanceof KeyAnswer.Found(PublishedKey mine)
        ? mine.bits()
        : 0;
  }

  private static String record(KeyType type, String publicKey) {
    return "v=DKIM1; k=" + type.text() + "; p=" + publicKey;
  }

  @Override
  public String toString() {
    return recordName() + " (" + type.text() + ")";
  }
}
