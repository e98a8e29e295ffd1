package org.posthorn.smtp.policy;

/// How well a client or an envelope is thought of. Checks against strangers leave out those who
/// stand above.
public enum Trust {
  /// Nobody has said anything in its favour.
  STRANGER,
  /// Something that anybody can claim (a HELO name, a sender) is on the allow list: no check by
  /// reputation is made, but what can be proved still has to be.
  LISTED,
  /// The client's address or proven name is trusted: checks against strangers are left out.
  TRUSTED;

  /// The better of the two.
  public Trust or(Trust other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
