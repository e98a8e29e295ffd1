package org.posthorn.config.read;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.config.CertificateConfig;
import org.posthorn.config.DkimKeyConfig;
import org.posthorn.config.PosthornConfig;

/// Looks at the files and directories that a configuration names: whether they are there, can be
/// read,
/// and are of the right kind. Whether a key belongs to its certificate is for the TLS code to say.
final class FileChecks {
  private final List<Finding> findings = new ArrayList<>();

  private FileChecks() {}

  static List<Finding> check(PosthornConfig config) {
    FileChecks checks = new FileChecks();
    List<CertificateConfig> certificates = config.tls().certificates();
    for (int i = 0; i < certificates.size(); i++) {
      checks.certificate(certificates.get(i), "tls.certificate[" + i + "]");
    }
    List<DkimKeyConfig> keys = config.dkim().keys();
    for (int i = 0; i < keys.size(); i++) {
      String key = "dkim.key[" + i + "].key";
      checks.pem(keys.get(i).key(), key, "PRIVATE KEY-----", "private key");
      checks.rights(keys.get(i).key(), key);
    }
    Path dataDir = config.server().dataDir();
    if (Files.exists(dataDir) && !Files.isDirectory(dataDir)) {
      checks.findings.add(
          Finding.error("server.data-dir", dataDir + " is there, but not a directory"));
    }
    return checks.findings;
  }

  private void certificate(CertificateConfig certificate, String path) {
    String chain = pem(certificate.cert(), path + ".cert", "CERTIFICATE-----", "certificate");
    String key = pem(certificate.key(), path + ".key", "PRIVATE KEY-----", "private key");
    boolean encrypted =
        key.contains("BEGIN ENCRYPTED PRIVATE KEY-----") || key.contains("Proc-Type: 4,ENCRYPTED");
    if (encrypted && certificate.keyPassword().isEmpty()) {
      findings.add(
          Finding.error(
              path + ".key", "the key is encrypted: set key-password", path + ".key-password"));
    }
    if (chain.contains("PRIVATE KEY-----") && !certificate.cert().equals(certificate.key())) {
      findings.add(
          Finding.warning(path + ".cert", "the file of the certificate has a private key in it"));
    }
  }

  /// Whoever reads the key can sign as the domain.
  private void rights(Path file, String key) {
    try {
      if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
        findings.add(Finding.warning(key, file + " can be read by everybody on this machine"));
      }
    } catch (IOException | UnsupportedOperationException _) {
      // that it cannot be read was told already; some file systems know no rights
    }
  }

  /// The content of a PEM file; empty if that is not what it is, which is reported.
  private String pem(Path file, String key, String mark, String what) {
    try {
      // PEM is ASCII; a binary file is to be told apart, not to fail.
      String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      if (content.contains("-----BEGIN ") && content.contains(mark)) {
        return content;
      }
      findings.add(Finding.error(key, file + " has no " + what + " in PEM form"));
    } catch (NoSuchFileException _) {
      findings.add(Finding.error(key, "there is no file " + file));
    } catch (AccessDeniedException _) {
      findings.add(Finding.error(key, file + " must not be read by this user"));
    } catch (IOException e) {
      findings.add(Finding.error(key, "cannot read " + file + ": " + e.getMessage()));
    }
    return "";
  }
}
