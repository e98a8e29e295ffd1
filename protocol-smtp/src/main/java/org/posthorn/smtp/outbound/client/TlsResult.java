package org.posthorn.smtp.outbound.client;

import java.util.Optional;

/// How secure a connection came to be.
public sealed interface TlsResult {
  /// Not at all.
  ///
  /// @param why in one line: not asked for, not offered, or what failed
  /// @param failure what was wrong with the TLS that the server offered, where it did
  record Clear(String why, Optional<TlsFailure> failure) implements TlsResult {}

  /// Encrypted.
  ///
  /// @param protocol such as `TLSv1.3`
  /// @param cipher the suite's name
  /// @param proof what the server's certificate was checked by
  record Secured(String protocol, String cipher, Proof proof) implements TlsResult {}

  /// What shows that the server is who it should be.
  enum Proof {
    /// Nothing: anybody can be at the other end.
    NONE,
    /// Authorities that we trust (RFC 5280), and the name in the certificate (RFC 9525).
    WEB_PKI,
    /// TLSA records (RFC 7672).
    DANE
  }
}
