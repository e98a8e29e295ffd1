package org.posthorn.config;

import org.posthorn.config.value.Choice;

/// What is spoken on a route.
public enum RouteProtocol implements Choice {
  /// SMTP.
  SMTP("smtp"),
  /// LMTP (RFC 2033), to a store of mailboxes.
  LMTP("lmtp");

  private final String text;

  RouteProtocol(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
