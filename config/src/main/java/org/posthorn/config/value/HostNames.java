package org.posthorn.config.value;

import java.util.regex.Pattern;

/// What a host name looks like: labels of letters, digits and hyphens (RFC 1123 §2.1), at most 253
/// characters. Internationalised names are written as A-labels.
public final class HostNames {
  private static final Pattern NAME =
      Pattern.compile(
          "(?!\\d+(\\.\\d+)*$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
              + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");

  private HostNames() {}

  public static boolean isValid(String text) {
    return text.length() <= 253 && NAME.matcher(text).matches();
  }
}
