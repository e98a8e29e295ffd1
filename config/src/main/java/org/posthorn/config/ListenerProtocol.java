package org.posthorn.config;

import org.posthorn.config.value.Choice;

/// What is spoken on a listener.
public enum ListenerProtocol implements Choice {
  /// Mail from other servers for local domains (RFC 5321).
  SMTP("smtp"),
  /// Mail from our own users, after a login (RFC 6409).
  SUBMISSION("submission"),
  /// Mail access (RFC 9051, RFC 3501).
  IMAP("imap"),
  /// Mail access (RFC 1939).
  POP3("pop3");

  private final String text;

  ListenerProtocol(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
