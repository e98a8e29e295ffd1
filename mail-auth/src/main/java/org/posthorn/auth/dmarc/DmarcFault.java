package org.posthorn.auth.dmarc;

/// A check ends: with an error of the DNS, or of what somebody wrote.
final class DmarcFault extends Exception {
  private static final long serialVersionUID = 1;

  private final DmarcResult result;

  private DmarcFault(DmarcResult result, String reason) {
    super(reason, null, false, false);
    this.result = result;
  }

  static DmarcFault temporary(String reason) {
    return new DmarcFault(DmarcResult.TEMPERROR, reason);
  }

  static DmarcFault permanent(String reason) {
    return new DmarcFault(DmarcResult.PERMERROR, reason);
  }

  DmarcResult result() {
    return result;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
