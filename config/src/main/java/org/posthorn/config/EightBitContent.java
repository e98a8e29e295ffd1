package org.posthorn.config;

import org.posthorn.config.value.Choice;

/// What becomes of a message with 8-bit octets whose next server cannot take them (RFC 6152 §3).
public enum EightBitContent implements Choice {
  /// Its parts are encoded; DKIM signatures do not survive that.
  CONVERT("convert"),
  /// It goes back to its sender.
  BOUNCE("bounce");

  private final String text;

  EightBitContent(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
