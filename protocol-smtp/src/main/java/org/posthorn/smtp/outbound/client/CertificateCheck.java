package org.posthorn.smtp.outbound.client;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// Decides whether a server's certificate shows that it is the right one. Thread-safe.
public interface CertificateCheck {
  /// What a passed check proves.
  TlsResult.Proof proof();

  /// Checks the certificates that the server sent, its own first; the server has shown already
  /// that it holds the key of that one.
  ///
  /// @return what is wrong; empty where nothing is
  Optional<Objection> objection(List<X509Certificate> chain);

  /// What is wrong with a certificate.
  ///
  /// @param detail in one line, for people
  record Objection(TlsFailure failure, String detail) {}
}
