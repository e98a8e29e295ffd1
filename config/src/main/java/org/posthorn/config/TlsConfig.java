package org.posthorn.config;

import java.time.Duration;
import java.util.List;

/// TLS for all listeners: `[tls]`. Immutable.
///
/// @param certificates the certificates; the first is used where no other fits
/// @param minVersion the oldest version that is spoken
/// @param ciphers cipher suites, best first; empty means the choice of the library
/// @param provider which library does TLS
/// @param reloadInterval how often the files are looked at for changes; zero means never
public record TlsConfig(
    List<CertificateConfig> certificates,
    TlsVersion minVersion,
    List<String> ciphers,
    TlsProvider provider,
    Duration reloadInterval) {
  public TlsConfig {
    certificates = List.copyOf(certificates);
    ciphers = List.copyOf(ciphers);
  }

  public static TlsConfig defaults() {
    return new TlsConfig(
        List.of(), TlsVersion.TLS_1_2, List.of(), TlsProvider.AUTO, Duration.ofMinutes(1));
  }

  public TlsConfig withCertificates(List<CertificateConfig> certificates) {
    return new TlsConfig(certificates, minVersion, ciphers, provider, reloadInterval);
  }

  public TlsConfig withMinVersion(TlsVersion minVersion) {
    return new TlsConfig(certificates, minVersion, ciphers, provider, reloadInterval);
  }

  public TlsConfig withProvider(TlsProvider provider) {
    return new TlsConfig(certificates, minVersion, ciphers, provider, reloadInterval);
  }

  public TlsConfig withReloadInterval(Duration reloadInterval) {
    return new TlsConfig(certificates, minVersion, ciphers, provider, reloadInterval);
  }
}
