package org.posthorn.auth.spf;

/// What a stranger wants to have said to another stranger (RFC 7208 §6.2, §11.5).
final class ExplanationText {
  private static final int MAX = 400;

  private ExplanationText() {}

  /// The text, if it is printable ASCII; cut off where it is long. Else nothing.
  static String clean(String text) {
    if (!text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      return "";
    }
    return text.length() <= MAX ? text : text.substring(0, MAX);
  }
}
