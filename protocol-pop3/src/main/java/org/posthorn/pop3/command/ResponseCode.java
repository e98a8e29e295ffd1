package org.posthorn.pop3.command;

/// What a refusal says to programs (RFC 2449 §8, RFC 3206).
public enum ResponseCode {
  /// Another session has the maildrop.
  IN_USE("IN-USE"),
  /// It is the name or the password, and only the user can help (RFC 3206 §4).
  AUTH("AUTH"),
  /// A fault that is likely to pass (RFC 3206 §3).
  SYS_TEMP("SYS/TEMP"),
  /// A fault that somebody has to mend (RFC 3206 §3).
  SYS_PERM("SYS/PERM");

  private final String text;

  ResponseCode(String text) {
    this.text = text;
  }

  /// As it stands between brackets.
  public String text() {
    return text;
  }
}
