package org.posthorn.config;

import org.posthorn.config.value.Choice;

/// Which library does TLS.
public enum TlsProvider implements Choice {
  /// BoringSSL where its native library loads, else the JDK.
  AUTO("auto"),
  /// BoringSSL (netty-tcnative); start-up fails where it does not load.
  OPENSSL("openssl"),
  /// The JDK.
  JDK("jdk");

  private final String text;

  TlsProvider(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
