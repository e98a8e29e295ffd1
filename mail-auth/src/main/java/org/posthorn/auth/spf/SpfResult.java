package org.posthorn.auth.spf;

import java.util.Locale;

/// What an SPF check comes to (RFC 7208 §2.6).
public enum SpfResult {
  /// The domain says nothing, or there is no domain.
  NONE,
  /// The domain says that it does not say.
  NEUTRAL,
  /// The client may send for the domain.
  PASS,
  /// The client may not send for the domain.
  FAIL,
  /// The client probably may not.
  SOFTFAIL,
  /// There was no answer for now: the DNS.
  TEMPERROR,
  /// What the domain published cannot be understood, or asks for too much.
  PERMERROR;

  /// The word for Received-SPF and Authentication-Results.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
