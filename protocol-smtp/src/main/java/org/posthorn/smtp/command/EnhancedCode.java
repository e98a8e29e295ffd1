package org.posthorn.smtp.command;

/// An enhanced status code (RFC 3463, RFC 2034).
///
/// @param category 2, 4 or 5, the same as the reply code's first digit
/// @param subject 0 to 999
/// @param detail 0 to 999
public record EnhancedCode(int category, int subject, int detail) {
  public EnhancedCode {
    if ((category != 2 && category != 4 && category != 5) || subject < 0 || detail < 0) {
      throw new IllegalArgumentException("bad enhanced status code");
    }
  }

  @Override
  public String toString() {
    return category + "." + subject + "." + detail;
  }
}
