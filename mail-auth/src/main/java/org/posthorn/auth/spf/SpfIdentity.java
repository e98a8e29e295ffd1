package org.posthorn.auth.spf;

/// Whose domain was checked.
public enum SpfIdentity {
  /// That of the client's greeting (RFC 7208 §2.3).
  HELO("helo"),
  /// That of the reverse-path (RFC 7208 §2.4).
  MAIL_FROM("mailfrom");

  private final String word;

  SpfIdentity(String word) {
    this.word = word;
  }

  /// The word for Received-SPF (RFC 7208 §9.1).
  public String word() {
    return word;
  }
}
