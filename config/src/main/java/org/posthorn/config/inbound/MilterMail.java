package org.posthorn.config.inbound;

import org.posthorn.config.value.Choice;

/// Whose mail a milter is asked about.
public enum MilterMail implements Choice {
  /// Clients of port 25 that nobody has said anything for.
  STRANGERS("strangers"),
  /// Clients of port 25 that are trusted.
  TRUSTED("trusted"),
  /// Users who submit mail.
  USERS("users");

  private final String text;

  MilterMail(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
