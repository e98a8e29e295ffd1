package org.posthorn.protocol.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.posthorn.config.CertificateConfig;
import org.posthorn.config.value.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One certificate of the configuration, with what was last read from its files. Not thread-safe.
final class CertificateEntry {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateEntry.class);
  private static final int DNS_NAME = 2; // RFC 5280 §4.2.1.6

  private final CertificateConfig files;
  private final ContextFactory factory;
  private TlsIdentity identity;
  private String readState;
  private String failedState = "";

  CertificateEntry(CertificateConfig files, ContextFactory factory) throws IOException {
    this.files = files;
    this.factory = factory;
    this.readState = state(files);
    this.identity = read(files, factory);
  }

  TlsIdentity identity() {
    return identity;
  }

  /// Reads the files again if they have changed. Files that make no sense leave the old certificate
  /// in place.
  ///
  /// @return whether there is a new certificate
  boolean refresh() {
    String now = "";
    try {
      now = state(files);
      if (now.equals(readState)) {
        return false;
      }
      identity = read(files, factory);
      readState = now;
      failedState = "";
      LOG.atInfo().addKeyValue("file", files.cert()).log("certificate re-read");
      return true;
    } catch (IOException e) {
      if (!now.equals(failedState)) {
        failedState = now;
        LOG.atError()
            .addKeyValue("file", files.cert())
            .addKeyValue("cause", e.toString())
            .log("new certificate is unusable, the old one stays");
      }
      return false;
    }
  }

  private static TlsIdentity read(CertificateConfig files, ContextFactory factory)
      throws IOException {
    List<X509Certificate> chain = PemFiles.chain(files.cert());
    PrivateKey key = PemFiles.key(files.key(), files.keyPassword().map(Secret::reveal));
    X509Certificate certificate = chain.getFirst();
    PemFiles.requireMatch(key, certificate);
    Set<String> names = files.names().isEmpty() ? names(certificate) : lowerCase(files.names());
    return new TlsIdentity(factory.create(key, chain), certificate, names);
  }

  private static Set<String> lowerCase(List<String> names) {
    return names.stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String state(CertificateConfig files) throws IOException {
    return state(files.cert()) + ' ' + state(files.key());
  }

  private static String state(Path file) throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    return now.lastModifiedTime() + "/" + now.size() + "/" + Objects.toString(now.fileKey(), "");
  }

  private static Set<String> names(X509Certificate certificate) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    try {
      var alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> name : alternatives) {
          if (name.get(0).equals(DNS_NAME)) {
            names.add(name.get(1).toString().toLowerCase(Locale.ROOT));
          }
        }
      }
      if (names.isEmpty()) {
        for (var part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
          if (part.getType().equalsIgnoreCase("CN")) {
            names.add(part.getValue().toString().toLowerCase(Locale.ROOT));
          }
        }
      }
    } catch (CertificateParsingException | InvalidNameException e) {
      throw new IOException("certificate's names cannot be read", e);
    }
    return names;
  }
}
