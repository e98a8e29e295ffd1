package org.posthorn.auth.arc;

import java.util.Locale;

/// What a chain comes to (RFC 8617 §4.4).
public enum ArcStatus {
  /// The message has none.
  NONE,
  /// Every link is good, and the message is what the last one signed.
  PASS,
  /// It is broken.
  FAIL;

  /// The word for `cv=` and for Authentication-Results.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
