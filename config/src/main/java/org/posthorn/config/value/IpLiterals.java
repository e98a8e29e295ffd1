package org.posthorn.config.value;

import java.net.InetAddress;
import java.util.regex.Pattern;

/// Reads IP addresses written as literals, without ever asking DNS.
final class IpLiterals {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private IpLiterals() {}

  static boolean looksLikeLiteral(String text) {
    return text.indexOf(':') >= 0 || IPV4.matcher(text).matches();
  }

  /// @throws IllegalArgumentException with a message for the admin
  static InetAddress parse(String text) {
    // The JDK also takes the historic short forms ("127.1"); in a configuration they are slips.
    if (looksLikeLiteral(text)) {
      try {
        return InetAddress.ofLiteral(text);
      } catch (IllegalArgumentException _) {
        // Reported below, with the same words.
      }
    }
    throw new IllegalArgumentException("\"" + text + "\" is not an IPv4 or IPv6 address");
  }

  /// The address as one writes it; IPv6 in the short form of RFC 5952 §4.
  static String format(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return address.getHostAddress();
    }
    int[] groups = new int[8];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    int[] gap = longestGap(groups);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < groups.length; i++) {
      if (i == gap[0]) {
        out.append("::");
        i += gap[1] - 1;
      } else {
        boolean first = out.isEmpty() || out.charAt(out.length() - 1) == ':';
        out.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
      }
    }
    String full = address.getHostAddress();
    int scope = full.indexOf('%');
    return scope < 0 ? out.toString() : out + full.substring(scope);
  }

  /// Start and length of the first of the longest runs of two zeros or more; (-1, 0) if none.
  private static int[] longestGap(int[] groups) {
    int start = -1;
    int length = 1;
    for (int i = 0; i < groups.length; i++) {
      int end = i;
      while (end < groups.length && groups[end] == 0) {
        end++;
      }
      if (end - i > length) {
        start = i;
        length = end - i;
      }
      i = Math.max(i, end - 1);
    }
    return new int[] {start, start < 0 ? 0 : length};
  }
}
