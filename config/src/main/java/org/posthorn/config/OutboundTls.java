package org.posthorn.config;

import org.posthorn.config.value.Choice;

/// How secure connections to other servers must be.
public enum OutboundTls implements Choice {
  /// In the clear, always.
  NONE("none"),
  /// TLS where the server offers it, in the clear where it does not.
  MAY("may"),
  /// TLS, no matter with whom.
  ENCRYPT("encrypt"),
  /// TLS, with a certificate of a trusted authority for the server's name.
  VERIFY("verify");

  private final String text;

  OutboundTls(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
