package org.posthorn.config;

import org.posthorn.config.value.Choice;

/// A version of TLS.
public enum TlsVersion implements Choice {
  /// RFC 5246.
  TLS_1_2("TLSv1.2"),
  /// RFC 8446.
  TLS_1_3("TLSv1.3");

  private final String text;

  TlsVersion(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
