package org.posthorn.config;

import org.posthorn.config.value.Choice;

/// A login mechanism (RFC 4422).
public enum SaslMechanism implements Choice {
  /// RFC 4616: the password itself.
  PLAIN("PLAIN"),
  /// The password itself, the old way of some clients.
  LOGIN("LOGIN"),
  /// RFC 5802.
  SCRAM_SHA_1("SCRAM-SHA-1"),
  /// RFC 7677.
  SCRAM_SHA_256("SCRAM-SHA-256"),
  /// RFC 7677 with channel binding; offered inside TLS only.
  SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS");

  private final String text;

  SaslMechanism(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }

  /// Whether it proves that both sides see the same TLS connection (RFC 5802 §6).
  public boolean bindsChannel() {
    return this == SCRAM_SHA_256_PLUS;
  }
}
