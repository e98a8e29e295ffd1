package org.posthorn.auth.spf;

import java.net.IDN;
import java.util.Optional;

/// What can be a domain that is checked (RFC 7208 §4.3).
final class DomainSyntax {
  private static final int MAX_NAME = 253;
  private static final int MAX_LABEL = 63;

  private DomainSyntax() {}

  /// Whether it has two labels at least, none of them empty or too long, and is not an address
  /// in brackets.
  static boolean isQualified(String domain) {
    String bare = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
    if (bare.length() > MAX_NAME || bare.startsWith("[") || bare.indexOf('.') < 0) {
      return false;
    }
    int start = 0;
    while (start <= bare.length()) {
      int dot = bare.indexOf('.', start);
      int end = dot < 0 ? bare.length() : dot;
      if (end == start || end - start > MAX_LABEL) {
        return false;
      }
      start = end + 1;
    }
    return bare.chars().allMatch(c -> c < 0x80);
  }

  /// A domain in A-labels (RFC 7208 §4.3); as it was where it has none.
  static String ascii(String domain) {
    if (domain.length() > MAX_NAME || domain.chars().allMatch(c -> c < 0x80)) {
      return domain;
    }
    return toAscii(domain).orElse(domain);
  }

  private static Optional<String> toAscii(String domain) {
    try {
      return Optional.of(IDN.toASCII(domain));
    } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }
}
