package org.posthorn.auth.dkim;

import java.util.Locale;

/// What became of a signature (RFC 8601 §2.7.1).
public enum DkimStatus {
  /// It is good.
  PASS,
  /// It does not fit the message, or is out of date.
  FAIL,
  /// It may be good, but is not of a kind that is accepted: RFC 8301's forbidden algorithm and key
  /// sizes.
  POLICY,
  /// It was not looked at, or nothing follows from it.
  NEUTRAL,
  /// Something did not work that may work later: the DNS.
  TEMPERROR,
  /// It can never be verified: no key, wrong syntax.
  PERMERROR;

  /// The word for Authentication-Results.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
