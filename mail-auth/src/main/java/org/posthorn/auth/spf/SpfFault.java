package org.posthorn.auth.spf;

/// A check ends: with an error of the domain's making, or of the DNS.
final class SpfFault extends Exception {
  private static final long serialVersionUID = 1;

  private final SpfResult result;

  private SpfFault(SpfResult result, String reason) {
    super(reason, null, false, false);
    this.result = result;
  }

  static SpfFault permanent(String reason) {
    return new SpfFault(SpfResult.PERMERROR, reason);
  }

  static SpfFault temporary(String reason) {
    return new SpfFault(SpfResult.TEMPERROR, reason);
  }

  SpfResult result() {
    return result;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
