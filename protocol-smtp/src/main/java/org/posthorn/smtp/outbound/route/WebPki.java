package org.posthorn.smtp.outbound.route;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.posthorn.protocol.tls.PemFiles;
import org.posthorn.smtp.outbound.client.CertificateCheck;
import org.posthorn.smtp.outbound.client.TlsFailure;
import org.posthorn.smtp.outbound.client.TlsResult;

/// Certificates that authorities vouch for (RFC 5280), for the names in them (RFC 9525).
/// Thread-safe.
final class WebPki {
  private final X509TrustManager authorities;

  private WebPki(X509TrustManager authorities) {
    this.authorities = authorities;
  }

  /// With the authorities of a PEM file, or those that come with Java.
  ///
  /// @throws IOException if the file cannot be read
  static WebPki open(Optional<Path> trustStore) throws IOException {
    try {
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(trustStore.isEmpty() ? null : store(PemFiles.chain(trustStore.get())));
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager authorities) {
          return new WebPki(authorities);
        }
      }
      throw new IllegalStateException("no trust manager for X.509");
    } catch (GeneralSecurityException e) {
      throw new IOException("the authorities cannot be used", e);
    }
  }

  private static KeyStore store(List<X509Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (X509Certificate certificate : certificates) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
    return store;
  }

  /// The authorities.
  X509TrustManager authorities() {
    return authorities;
  }

  /// A check that the server is the one with this name.
  CertificateCheck forHost(String host) {
    return new HostCheck(authorities, host);
  }

  private record HostCheck(X509TrustManager authorities, String host) implements CertificateCheck {
    @Override
    public TlsResult.Proof proof() {
      return TlsResult.Proof.WEB_PKI;
    }

    @Override
    public Optional<Objection> objection(List<X509Certificate> chain) {
      if (chain.isEmpty()) {
        return Optional.of(
            new Objection(TlsFailure.CERTIFICATE_NOT_TRUSTED, "the server has no certificate"));
      }
      try {
        authorities.checkServerTrusted(chain.toArray(X509Certificate[]::new), "UNKNOWN");
      } catch (CertificateException e) {
        TlsFailure failure =
            isOutOfTime(e) ? TlsFailure.CERTIFICATE_EXPIRED : TlsFailure.CERTIFICATE_NOT_TRUSTED;
        return Optional.of(new Objection(failure, "certificate not trusted: " + e.getMessage()));
      }
      if (!CertificateNames.match(chain.getFirst(), host)) {
        return Optional.of(
            new Objection(
                TlsFailure.CERTIFICATE_HOST_MISMATCH, "the certificate is not for " + host));
      }
      return Optional.empty();
    }

    private static boolean isOutOfTime(Throwable e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof CertificateExpiredException
            || cause instanceof CertificateNotYetValidException
            || (cause instanceof CertPathValidatorException path
                && (path.getReason() == CertPathValidatorException.BasicReason.EXPIRED
                    || path.getReason() == CertPathValidatorException.BasicReason.NOT_YET_VALID))) {
          return true;
        }
      }
      return false;
    }
  }
}
