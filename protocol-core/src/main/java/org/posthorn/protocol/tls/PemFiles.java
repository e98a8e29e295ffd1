package org.posthorn.protocol.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/// Reads certificates and private keys from PEM files (RFC 7468).
public final class PemFiles {
  private PemFiles() {}

  /// The certificates of a file, in its order.
  ///
  /// @throws IOException if it cannot be read or holds none
  public static List<X509Certificate> chain(Path file) throws IOException {
    List<X509Certificate> chain = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        chain.add((X509Certificate) certificate);
      }
    } catch (CertificateException e) {
      throw new IOException(file + ": not a PEM file with certificates", e);
    }
    if (chain.isEmpty()) {
      throw new IOException(file + ": no certificate in it");
    }
    return List.copyOf(chain);
  }

  /// The first private key of a file.
  ///
  /// @throws IOException if it cannot be read or decrypted, or holds none
  public static PrivateKey key(Path file, Optional<String> password) throws IOException {
    try (Reader reader = Files.newBufferedReader(file);
        PEMParser parser = new PEMParser(reader)) {
      Object found;
      while ((found = parser.readObject()) != null) {
        Optional<PrivateKeyInfo> info = decode(file, found, password);
        if (info.isPresent()) {
          return new JcaPEMKeyConverter().getPrivateKey(info.get());
        }
      }
    } catch (PEMException
        | OperatorCreationException
        | PKCSException
        | IllegalArgumentException e) {
      throw new IOException(file + ": key cannot be read (wrong password?)", e);
    }
    throw new IOException(file + ": no private key in it");
  }

  private static Optional<PrivateKeyInfo> decode(Path file, Object found, Optional<String> password)
      throws IOException, OperatorCreationException, PKCSException {
    return switch (found) {
      case PrivateKeyInfo info -> Optional.of(info);
      case PEMKeyPair pair -> Optional.of(pair.getPrivateKeyInfo());
      case PEMEncryptedKeyPair pair ->
          Optional.of(
              pair.decryptKeyPair(
                      new JcePEMDecryptorProviderBuilder()
                          .setProvider(new BouncyCastleProvider())
                          .build(secret(file, password)))
                  .getPrivateKeyInfo());
      case PKCS8EncryptedPrivateKeyInfo info ->
          Optional.of(
              info.decryptPrivateKeyInfo(
                  new JceOpenSSLPKCS8DecryptorProviderBuilder()
                      .setProvider(new BouncyCastleProvider())
                      .build(secret(file, password))));
      default -> Optional.empty(); // EC PARAMETERS, or certificates in the same file
    };
  }

  private static char[] secret(Path file, Optional<String> password) throws IOException {
    return password
        .orElseThrow(() -> new IOException(file + ": key is encrypted, and no password is set"))
        .toCharArray();
  }

  /// Makes sure that a key belongs to a certificate.
  ///
  /// @throws IOException if it does not
  public static void requireMatch(PrivateKey key, X509Certificate certificate) throws IOException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC", "ECDSA" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm();
        };
    byte[] probe = {1, 2, 3};
    boolean matches;
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(probe);
      byte[] signature = signer.sign();
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(certificate.getPublicKey());
      verifier.update(probe);
      matches = verifier.verify(signature);
    } catch (GeneralSecurityException _) {
      matches = false;
    }
    if (!matches) {
      throw new IOException("private key does not belong to the certificate");
    }
  }
}
