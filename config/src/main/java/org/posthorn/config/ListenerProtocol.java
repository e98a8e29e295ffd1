package org.posthorn.config;

import org.posthorn.config.value.Choice;

/// What is spoken on a listener.
public enum ListenerProtocol implements Choice {
  /// Mail from other servers for local domains (RFC 5321).
  SMTP("smtp"),
  /// Mail from our own users, after a login (RFC 6409).
  SUBMISSION("submission"),
  /// Mail for local domains from a mail server in front (RFC 2033).
  LMTP("lmtp"),
  /// Mail access (RFC 9051, RFC 3501).
  IMAP("imap"),
  /// Mail access (RFC 1939).
  POP3("pop3");

  private final String text;

  ListenerProtocol(String text) {
    this.text = text;
  }

  /// Whether clients log in there.
  public boolean hasLogin() {
    return this != SMTP && this != LMTP;
  }

  @Override
  public String text() {
    return text;
  }
}
