package org.posthorn.protocol.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Locale;

/// Channel binding data of type `tls-server-end-point` (RFC 5929 §4).
public final class ServerEndPoint {
  private ServerEndPoint() {}

  /// The certificate's hash, by the hash function of its signature; SHA-256 in place of MD5, SHA-1,
  /// or none.
  public static byte[] of(X509Certificate certificate) {
    try {
      return MessageDigest.getInstance(digestOf(certificate.getSigAlgName()))
          .digest(certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("certificate cannot be hashed", e);
    }
  }

  private static String digestOf(String signatureAlgorithm) {
    String name = signatureAlgorithm.toUpperCase(Locale.ROOT).replace("-", "");
    if (name.contains("SHA384")) {
      return "SHA-384";
    }
    if (name.contains("SHA512")) {
      return "SHA-512";
    }
    return "SHA-256";
  }
}
