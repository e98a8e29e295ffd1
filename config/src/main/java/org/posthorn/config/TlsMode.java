package org.posthorn.config;

import org.posthorn.config.value.Choice;

/// How TLS comes to a connection.
public enum TlsMode implements Choice {
  /// No TLS at all.
  NONE("none"),
  /// Plain at first; the client may ask for TLS (RFC 3207, RFC 2595, RFC 9051 §6.2.1).
  STARTTLS("starttls"),
  /// TLS from the first byte (RFC 8314).
  IMPLICIT("implicit");

  private final String text;

  TlsMode(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
