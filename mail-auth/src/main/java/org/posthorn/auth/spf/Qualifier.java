package org.posthorn.auth.spf;

/// What it means that a mechanism matches (RFC 7208 §4.6.2).
enum Qualifier {
  PASS('+', SpfResult.PASS),
  FAIL('-', SpfResult.FAIL),
  SOFTFAIL('~', SpfResult.SOFTFAIL),
  NEUTRAL('?', SpfResult.NEUTRAL);

  private final char sign;
  private final SpfResult result;

  Qualifier(char sign, SpfResult result) {
    this.sign = sign;
    this.result = result;
  }

  SpfResult result() {
    return result;
  }

  /// Whether a term begins with a sign, whatever it is.
  static boolean isSign(char c) {
    return c == '+' || c == '-' || c == '~' || c == '?';
  }

  /// That of a term: what its sign says, [#PASS] where it has none.
  static Qualifier of(String term) {
    for (Qualifier qualifier : values()) {
      if (!term.isEmpty() && term.charAt(0) == qualifier.sign) {
        return qualifier;
      }
    }
    return PASS;
  }
}
