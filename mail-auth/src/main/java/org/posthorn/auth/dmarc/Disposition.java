package org.posthorn.auth.dmarc;

import java.util.Locale;
import java.util.Optional;

/// What a domain wants done with mail that fails (RFC 9989 §4.7, `p`); the mildest first.
public enum Disposition {
  /// Nothing in particular.
  NONE,
  /// It is suspicious.
  QUARANTINE,
  /// It is not to be taken.
  REJECT;

  /// The word in records and results.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The next milder one, for domains that are only trying (`t=y`).
  public Disposition milder() {
    return switch (this) {
      case REJECT -> QUARANTINE;
      case QUARANTINE, NONE -> NONE;
    };
  }

  /// The one of that word, in any case.
  static Optional<Disposition> of(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "none" -> Optional.of(NONE);
      case "quarantine" -> Optional.of(QUARANTINE);
      case "reject" -> Optional.of(REJECT);
      default -> Optional.empty();
    };
  }
}
