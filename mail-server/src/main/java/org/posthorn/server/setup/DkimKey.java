package org.posthorn.server.setup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;

/// An RSA key that signs a domain's mail, and the DNS record that publishes it (RFC 6376 §3.6.1).
///
/// @param selector the name of the key below `_domainkey`
/// @param publicKey the SubjectPublicKeyInfo, in base 64
public record DkimKey(String selector, String publicKey) {
  /// Verifiers must take keys up to this size, and long keys do not fit into one string of a TXT
  /// record without being parted (RFC 6376 §3.3.3, RFC 8301 §3.2).
  private static final int BITS = 2048;

  private static final int TXT_STRING = 255;

  /// Where a key's private half stands below the configuration's directory.
  public static Path file(Path home, String domain, String selector) {
    return home.resolve("dkim").resolve(domain + "." + selector + ".pem");
  }

  /// Makes a key and writes its private half, readable to the owner alone, in PKCS#8 PEM.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException where the file is there already
  public static DkimKey generate(String selector, Path privateKeyFile)
      throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(BITS);
    KeyPair pair = generator.generateKeyPair();
    Files.createFile(
        privateKeyFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        privateKeyFile, pem(pair.getPrivate().getEncoded()), StandardOpenOption.TRUNCATE_EXISTING);
    return new DkimKey(selector, Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
  }

  private static String pem(byte[] der) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
  }

  /// The TXT record's value, parted into strings of at most 255 bytes.
  public List<String> txtStrings() {
    String value = "v=DKIM1; k=rsa; p=" + publicKey;
    return value.length() <= TXT_STRING
        ? List.of(value)
        : List.of(value.substring(0, TXT_STRING), value.substring(TXT_STRING));
  }
}
