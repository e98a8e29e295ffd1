package org.posthorn.smtp.wire;

/// Decimal numbers of the wire.
final class Numbers {
  private Numbers() {}

  /// The value of ASCII digits, or the largest `long` where it is larger.
  static long saturated(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException _) {
      return Long.MAX_VALUE;
    }
  }
}
