package org.posthorn.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.posthorn.config.value.Secret;

/// A certificate with its key: one `[[tls.certificate]]`. Immutable.
///
/// @param cert PEM file with the certificate and its chain, the server's own first
/// @param key PEM file with the private key, encrypted or not
/// @param keyPassword the password of an encrypted key
/// @param names the server names (SNI) it is used for; empty means those in the certificate
public record CertificateConfig(
    Path cert, Path key, Optional<Secret> keyPassword, List<String> names) {
  public CertificateConfig {
    names = List.copyOf(names);
  }

  /// A certificate whose key is not encrypted, used for the names that stand in it.
  public static CertificateConfig of(Path cert, Path key) {
    return new CertificateConfig(cert, key, Optional.empty(), List.of());
  }

  public CertificateConfig withKeyPassword(Optional<Secret> keyPassword) {
    return new CertificateConfig(cert, key, keyPassword, names);
  }

  public CertificateConfig withNames(List<String> names) {
    return new CertificateConfig(cert, key, keyPassword, names);
  }
}
