package org.posthorn.config.inbound;

import org.posthorn.config.value.Choice;

/// What a list in the DNS is asked about.
public enum DnsListKind implements Choice {
  /// The client's address (RFC 5782 §2.1).
  ADDRESS("address"),
  /// The domain of the sender (RFC 5782 §3).
  DOMAIN("domain");

  private final String text;

  DnsListKind(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
