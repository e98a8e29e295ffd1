package org.posthorn.auth.dkim;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.posthorn.auth.header.TagList;

/// Reads the TXT record of a key (RFC 6376 §3.6.1, RFC 8463 §4).
final class KeyRecordParser {
  /// RFC 8301 §3.2.
  static final int MIN_RSA_BITS = 1024;

  /// RFC 8301 §3.2 asks for 4096; what is far beyond only costs time.
  static final int MAX_RSA_BITS = 8192;

  /// The exponent that everybody uses has 17 bits; long ones only cost time.
  private static final int MAX_EXPONENT_BITS = 64;

  private static final int ED25519_BITS = 256;

  private KeyRecordParser() {}

  static KeyAnswer parse(String record) {
    try {
      Optional<TagList> tags = TagList.parse(record);
      if (tags.isEmpty()) {
        throw FaultException.permanent("the key record cannot be read");
      }
      return new KeyAnswer.Found(read(tags.get()));
    } catch (FaultException e) {
      return new KeyAnswer.Unusable(e.fault());
    }
  }

  private static PublishedKey read(TagList tags) throws FaultException {
    if (!tags.get("v").orElse("DKIM1").equals("DKIM1")
        || (tags.get("v").isPresent() && !tags.tags().keySet().iterator().next().equals("v"))) {
      throw FaultException.permanent("not a DKIM key record");
    }
    KeyType type = type(tags.compact("k").orElse("rsa"));
    if (tags.get("h").isPresent() && !list(tags, "h").contains("sha256")) {
      throw FaultException.permanent("the key is not for SHA-256");
    }
    List<String> services = tags.get("s").isPresent() ? list(tags, "s") : List.of("*");
    if (!services.contains("*") && !services.contains("email")) {
      throw FaultException.permanent("the key is not for mail");
    }
    if (tags.get("p").isEmpty()) {
      throw FaultException.permanent("no key in the key record");
    }
    if (tags.compact("p").orElse("").isEmpty()) {
      throw FaultException.permanent("the key was revoked");
    }
    List<String> flags = list(tags, "t");
    byte[] p = SignatureParser.base64Value(tags, "p");
    PublicKey key = key(type, p);
    return new PublishedKey(type, key, bits(key), flags.contains("y"), flags.contains("s"));
  }

  private static KeyType type(String word) throws FaultException {
    for (KeyType type : KeyType.values()) {
      if (type.text().equalsIgnoreCase(word)) {
        return type;
      }
    }
    throw FaultException.permanent("unknown kind of key");
  }

  private static List<String> list(TagList tags, String tag) {
    return Arrays.asList(tags.compact(tag).orElse("").toLowerCase(Locale.ROOT).split(":", -1));
  }

  private static PublicKey key(KeyType type, byte[] p) throws FaultException {
    try {
      return switch (type) {
        case ED25519 -> KeyEncoding.ed25519(p);
        case RSA -> checked(KeyEncoding.rsa(p));
      };
    } catch (GeneralSecurityException _) {
      throw FaultException.permanent("the published key cannot be read");
    }
  }

  private static PublicKey checked(RSAPublicKey key) throws FaultException {
    int bits = key.getModulus().bitLength();
    BigInteger exponent = key.getPublicExponent();
    if (bits < MIN_RSA_BITS) {
      throw new FaultException(SignatureFault.policy("the key is too short"));
    }
    if (bits > MAX_RSA_BITS || exponent.bitLength() > MAX_EXPONENT_BITS) {
      throw new FaultException(SignatureFault.policy("the key is too long"));
    }
    return key;
  }

  private static int bits(PublicKey key) {
    return key instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : ED25519_BITS;
  }
}
