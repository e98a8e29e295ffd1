package org.posthorn.auth.dkim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Private keys in files: PKCS#8 in PEM (RFC 7468), readable to the owner alone. The older form of
/// RSA keys (PKCS#1) is read too; encrypted keys are not.
public final class KeyFile {
  /// What verifiers take everywhere, and fits into a UDP answer (RFC 8301 §3.2).
  public static final int RSA_BITS = 2048;

  private static final long MAX_SIZE = 64 * 1024;
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ((?:RSA )?PRIVATE KEY)-----([^-]*)-----END \\1-----");

  private KeyFile() {}

  /// Makes a key.
  public static PrivateKey generate(KeyType type) {
    try {
      KeyPairGenerator generator =
          KeyPairGenerator.getInstance(type == KeyType.RSA ? "RSA" : "Ed25519");
      if (type == KeyType.RSA) {
        generator.initialize(RSA_BITS);
      }
      return generator.generateKeyPair().getPrivate();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no " + type.text() + " keys", e);
    }
  }

  /// Writes a key to a new file.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException where the file is there already
  public static void write(Path file, PrivateKey key) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(key.getEncoded());
    Files.writeString(
        file,
        "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n",
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  /// Reads a key.
  ///
  /// @throws IOException where the file cannot be read or has no such key
  public static PrivateKey read(Path file) throws IOException {
    if (Files.size(file) > MAX_SIZE) {
      throw new IOException(file + " is too large for a key");
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    Matcher pem = PEM.matcher(text);
    if (!pem.find()) {
      throw new IOException(file + " has no private key in PEM form (PKCS#8, not encrypted)");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
      return pem.group(1).startsWith("RSA") ? KeyEncoding.pkcs1(der) : either(der);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + " holds neither an RSA nor an Ed25519 key", e);
    }
  }

  private static PrivateKey either(byte[] der) throws GeneralSecurityException {
    GeneralSecurityException failure = new GeneralSecurityException("no key");
    for (KeyType type : List.of(KeyType.RSA, KeyType.ED25519)) {
      try {
        return KeyEncoding.pkcs8(type, der);
      } catch (GeneralSecurityException e) {
        failure = e;
      }
    }
    throw failure;
  }
}
