package org.posthorn.server.setup;

/// Text as zone files have it.
final class ZoneText {
  /// RFC 1035 §3.3: no string of a TXT record has more octets.
  private static final int MAX_STRING = 255;

  private ZoneText() {}

  /// The text as one or several strings, each in quotes. For text without quotes and backslashes.
  static String strings(String text) {
    StringBuilder out = new StringBuilder();
    for (int at = 0; at < text.length(); at += MAX_STRING) {
      out.append(at == 0 ? "\"" : " \"");
      out.append(text, at, Math.min(at + MAX_STRING, text.length())).append('"');
    }
    return out.toString();
  }
}
