package org.posthorn.protocol.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Makes self-signed certificates, for trying things out and until a real one is there.
public final class SelfSigned {
  private static final Duration LIFETIME = Duration.ofDays(3650);
  private static final int SERIAL_BITS = 120;

  private final KeyPair keys;
  private final X509Certificate certificate;

  private SelfSigned(KeyPair keys, X509Certificate certificate) {
    this.keys = keys;
    this.certificate = certificate;
  }

  /// The certificate.
  public X509Certificate certificate() {
    return certificate;
  }

  /// Its keys.
  public KeyPair keys() {
    return keys;
  }

  /// A certificate for host names and IP addresses, with a key on the curve P-256.
  ///
  /// @param names the first is the subject's; names that look like IP addresses become such
  public static SelfSigned create(List<String> names, InstantSource clock) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return create(names, generator.generateKeyPair(), "SHA256withECDSA", clock);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static SelfSigned create(
      List<String> names, KeyPair keys, String algorithm, InstantSource clock) {
    X500Name subject = new X500NameBuilder().addRDN(BCStyle.CN, names.getFirst()).build();
    Instant now = clock.instant();
    GeneralName[] alternatives =
        names.stream().map(SelfSigned::alternative).toArray(GeneralName[]::new);
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
                  subject,
                  new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE),
                  Date.from(now.minus(Duration.ofDays(1))),
                  Date.from(now.plus(LIFETIME)),
                  subject,
                  keys.getPublic())
              .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives))
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      return new SelfSigned(
          keys,
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate()))));
    } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("certificate cannot be made", e);
    }
  }

  private static GeneralName alternative(String name) {
    boolean address = name.indexOf(':') >= 0 || name.matches("[0-9.]+");
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
  }

  /// Writes both as PEM files, the key (PKCS#8) readable by its owner only. Files that exist are
  /// replaced, each at once.
  public void write(Path certificateFile, Path keyFile) throws IOException {
    replace(keyFile, pem(new JcaPKCS8Generator(keys.getPrivate(), null)), "rw-------");
    replace(certificateFile, pem(certificate), "rw-r--r--");
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }

  private static void replace(Path file, String text, String rights) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    FileAttribute<?> permissions =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights));
    Path fresh = Files.createTempFile(directory, ".new", ".pem", permissions);
    try {
      Files.write(fresh, text.getBytes(StandardCharsets.US_ASCII));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
