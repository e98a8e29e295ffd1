package org.posthorn.auth.dmarc;

import java.util.Locale;

/// What a DMARC check comes to (RFC 8601 §2.7.7).
public enum DmarcResult {
  /// The domain has no policy.
  NONE,
  /// An identity that passed belongs to the author's domain.
  PASS,
  /// None does.
  FAIL,
  /// It cannot be said for now: the DNS.
  TEMPERROR,
  /// There is no author to be asked, or what was published cannot be used.
  PERMERROR;

  /// The word for Authentication-Results.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
