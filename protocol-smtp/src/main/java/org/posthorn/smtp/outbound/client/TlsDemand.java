package org.posthorn.smtp.outbound.client;

/// How secure a connection must be.
public sealed interface TlsDemand {
  /// In the clear, whatever the server offers.
  record None() implements TlsDemand {}

  /// Encrypted if the server can, in the clear if it cannot: protection against listeners only.
  record May() implements TlsDemand {}

  /// Encrypted, no matter with whom.
  record Encrypt() implements TlsDemand {}

  /// Encrypted, with a server that shows who it is.
  record Verify(CertificateCheck check) implements TlsDemand {}

  /// Whether mail may not go in the clear.
  default boolean isStrict() {
    return switch (this) {
      case None _, May _ -> false;
      case Encrypt _, Verify _ -> true;
    };
  }
}
