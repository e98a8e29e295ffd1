package org.posthorn.pop3.session;

/// What a client takes in messages and replies.
public enum TextMode {
  /// It has said nothing.
  ASCII,
  /// It has sent UTF8 (RFC 6856 §2.1).
  UTF8
}
