package org.posthorn.auth.dkim;

/// A kind of key (RFC 6376 §3.6.1, RFC 8463 §3).
public enum KeyType {
  RSA("rsa"),
  ED25519("ed25519");

  private final String text;

  KeyType(String text) {
    this.text = text;
  }

  /// The word of `k=`.
  public String text() {
    return text;
  }

  /// The word of `a=` for signatures made with such a key and SHA-256.
  public String algorithm() {
    return text + "-sha256";
  }
}
