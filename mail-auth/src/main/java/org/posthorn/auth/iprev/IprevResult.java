package org.posthorn.auth.iprev;

import java.util.Locale;

/// What an iprev check comes to (RFC 8601 §2.7.3).
public enum IprevResult {
  /// A name leads back to the address.
  PASS,
  /// There are names, and none leads back.
  FAIL,
  /// There was no answer for now: the DNS.
  TEMPERROR,
  /// The address has no name.
  PERMERROR;

  /// The word for Authentication-Results.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
