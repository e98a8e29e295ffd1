package org.posthorn.smtp.transaction;

/// What a listener is for.
public enum Role {
  /// Takes mail from anybody for the domains here (RFC 5321).
  RELAY,
  /// Takes mail from the users here for anywhere (RFC 6409).
  SUBMISSION,
  /// Takes mail for the users here from a mail server in front, and answers for each recipient
  /// (RFC 2033).
  LMTP;

  /// How often a message for so many recipients is answered: once, or in LMTP once for each (RFC
  /// 2033 §4.2).
  public int answers(int recipients) {
    return this == LMTP ? recipients : 1;
  }
}
