package org.posthorn.auth.dkim;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/// Keys from and to octets.
final class KeyEncoding {
  static final int ED25519_OCTETS = 32;

  /// The front of a SubjectPublicKeyInfo (RFC 8410 §4), and of a PKCS#8 key (RFC 8410 §7).
  private static final byte[] ED25519_PUBLIC = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final byte[] ED25519_PRIVATE =
      HexFormat.of().parseHex("302e020100300506032b657004220420");

  /// The AlgorithmIdentifier of RSA (RFC 8017 §A.1).
  private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  private static final byte[] VERSION_0 = {2, 1, 0};
  private static final int SEQUENCE = 0x30;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int MAX_SHORT = 0x7f;

  private KeyEncoding() {}

  /// An Ed25519 key from its 32 octets (RFC 8463 §4).
  static PublicKey ed25519(byte[] octets) throws GeneralSecurityException {
    if (octets.length != ED25519_OCTETS) {
      throw new InvalidKeySpecException("an Ed25519 key has 32 octets");
    }
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new X509EncodedKeySpec(join(ED25519_PUBLIC, octets)));
  }

  /// An RSA key, as a SubjectPublicKeyInfo or as the bare RSAPublicKey: RFC 6376 §3.6.1 names the
  /// latter, its examples and the world have the former.
  static RSAPublicKey rsa(byte[] der) throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance("RSA");
    try {
      return (RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(der));
    } catch (InvalidKeySpecException _) {
      byte[] bits = tagged(BIT_STRING, join(new byte[] {0}, der));
      byte[] info = tagged(SEQUENCE, join(RSA, bits));
      return (RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(info));
    }
  }

  /// A private key in PKCS#8.
  static PrivateKey pkcs8(KeyType type, byte[] der) throws GeneralSecurityException {
    String algorithm = type == KeyType.RSA ? "RSA" : "Ed25519";
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  /// An RSA key in the older form of PKCS#1.
  static PrivateKey pkcs1(byte[] der) throws GeneralSecurityException {
    byte[] info = join(join(VERSION_0, RSA), tagged(OCTET_STRING, der));
    return pkcs8(KeyType.RSA, tagged(SEQUENCE, info));
  }

  /// An Ed25519 key from its 32 octets (RFC 8463 §A.2 writes keys so).
  static PrivateKey ed25519Private(byte[] octets) throws GeneralSecurityException {
    if (octets.length != ED25519_OCTETS) {
      throw new InvalidKeySpecException("an Ed25519 key has 32 octets");
    }
    return pkcs8(KeyType.ED25519, join(ED25519_PRIVATE, octets));
  }

  /// The octets of `p=` for the public half of a private key.
  static byte[] published(PrivateKey key) throws GeneralSecurityException {
    if (key instanceof RSAPrivateCrtKey rsa) {
      return KeyFactory.getInstance("RSA")
          .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()))
          .getEncoded();
    }
    byte[] der = key.getEncoded();
    int at = indexOf(der, ED25519_PRIVATE);
    if (at < 0) {
      throw new InvalidKeySpecException("neither an RSA nor an Ed25519 key");
    }
    return new Ed25519PrivateKeyParameters(der, at).generatePublicKey().getEncoded();
  }

  /// Where the 32 octets begin; -1 where the octets do not begin like such a key.
  private static int indexOf(byte[] der, byte[] front) {
    // Its length differs where a public key stands behind.
    int from = 2;
    boolean same =
        der.length >= front.length + ED25519_OCTETS
            && Arrays.equals(der, from + 3, front.length, front, from + 3, front.length);
    return same ? front.length : -1;
  }

  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 6);
    out.write(tag);
    if (content.length <= MAX_SHORT) {
      out.write(content.length);
    } else {
      int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(content.length) + 7) / Byte.SIZE;
      out.write(0x80 | bytes);
      for (int i = bytes - 1; i >= 0; i--) {
        out.write(content.length >>> (i * Byte.SIZE));
      }
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }
}
