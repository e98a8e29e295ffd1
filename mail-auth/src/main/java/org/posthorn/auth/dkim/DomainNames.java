package org.posthorn.auth.dkim;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/// Domain names as signatures write them: ASCII, or UTF-8 (RFC 8616 §2).
public final class DomainNames {
  private static final int MAX_NAME = 253;
  private static final int MAX_LABEL = 63;

  private DomainNames() {}

  /// The name in lower case and A-labels (RFC 5890 §2.3.2.1); empty where it is no name.
  public static Optional<String> ascii(String text) {
    if (text.length() > MAX_NAME) {
      return Optional.empty();
    }
    String name = text;
    if (!text.chars().allMatch(c -> c < 0x80)) {
      try {
        name = IDN.toASCII(text);
      } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
        return Optional.empty();
      }
    }
    name = name.toLowerCase(Locale.ROOT);
    return isName(name) ? Optional.of(name) : Optional.empty();
  }

  private static boolean isName(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      return false;
    }
    for (String label : name.split("\\.", -1)) {
      if (label.isEmpty() || label.length() > MAX_LABEL || !isLabel(label)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLabel(String label) {
    return label
        .chars()
        .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_');
  }

  /// Whether a name is the domain or below it; both in lower case.
  public static boolean isWithin(String name, String domain) {
    return name.equals(domain) || name.endsWith("." + domain);
  }
}
