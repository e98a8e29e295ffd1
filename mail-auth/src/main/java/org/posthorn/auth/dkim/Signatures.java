package org.posthorn.auth.dkim;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// The two signature algorithms. RSA signs the data (RFC 8017 §8.2 with SHA-256), Ed25519 the
/// SHA-256 of the data (RFC 8463 §3).
public final class Signatures {
  private Signatures() {}

  /// Whether a signature of the data is good; one of the wrong shape is not.
  public static boolean isGood(PublishedKey key, byte[] data, byte[] signature) {
    try {
      return switch (key.type()) {
        case RSA -> isGoodRsa(key, data, signature);
        case ED25519 -> isGoodEd25519(key, input(KeyType.ED25519, data), signature);
      };
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static boolean isGoodRsa(PublishedKey key, byte[] data, byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(algorithm(KeyType.RSA));
    verifier.initVerify(key.key());
    verifier.update(data);
    return verifier.verify(signature);
  }

  /// By Bouncy Castle, which is several times as fast as the JDK.
  private static boolean isGoodEd25519(PublishedKey key, byte[] hash, byte[] signature) {
    // The key's octets are the end of its SubjectPublicKeyInfo (RFC 8410 §4).
    byte[] info = key.key().getEncoded();
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(
            signature, 0, info, info.length - Ed25519.PUBLIC_KEY_SIZE, hash, 0, hash.length);
  }

  /// Signs the data.
  ///
  /// @throws IllegalStateException where the key cannot sign, which reading it should have shown
  static byte[] sign(KeyType type, PrivateKey key, byte[] data) {
    try {
      Signature signer = Signature.getInstance(algorithm(type));
      signer.initSign(key);
      signer.update(input(type, data));
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign: " + e.getMessage(), e);
    }
  }

  private static String algorithm(KeyType type) {
    return switch (type) {
      case RSA -> "SHA256withRSA";
      case ED25519 -> "Ed25519";
    };
  }

  private static byte[] input(KeyType type, byte[] data) throws GeneralSecurityException {
    return switch (type) {
      case RSA -> data;
      case ED25519 -> MessageDigest.getInstance("SHA-256").digest(data);
    };
  }
}
