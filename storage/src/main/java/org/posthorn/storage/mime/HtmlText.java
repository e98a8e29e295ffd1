package org.posthorn.storage.mime;

import java.util.Locale;

/// The words of an HTML text, roughly: tags, comments, styles and scripts left out, the commonest
/// entities resolved. Good enough for a preview, no parser. Linear.
final class HtmlText {
  private final CharSequence html;
  private final StringBuilder out = new StringBuilder();
  private int at;

  private HtmlText(CharSequence html) {
    this.html = html;
  }

  static CharSequence of(CharSequence html) {
    return new HtmlText(html).read();
  }

  private CharSequence read() {
    while (at < html.length()) {
      char c = html.charAt(at);
      if (c == '<') {
        tag();
      } else if (c == '&') {
        entity();
      } else {
        out.append(c);
        at++;
      }
    }
    return out;
  }

  private void tag() {
    if (startsWith("<!--")) {
      at = after("-->", at + 4);
      return;
    }
    String name = name(at + 1);
    at = after(">", at);
    if (name.equals("style") || name.equals("script") || name.equals("title")) {
      at = after("</" + name, at);
      at = after(">", at);
    }
    out.append(' ');
  }

  private String name(int from) {
    int i = from;
    while (i < html.length() && i < from + 10 && Character.isLetter(html.charAt(i))) {
      i++;
    }
    return html.subSequence(from, i).toString().toLowerCase(Locale.ROOT);
  }

  private int after(String mark, int from) {
    for (int i = from; i + mark.length() <= html.length(); i++) {
      if (matches(mark, i)) {
        return i + mark.length();
      }
    }
    return html.length();
  }

  private boolean startsWith(String mark) {
    return at + mark.length() <= html.length() && matches(mark, at);
  }

  private boolean matches(String mark, int from) {
    for (int i = 0; i < mark.length(); i++) {
      if (Character.toLowerCase(html.charAt(from + i)) != mark.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void entity() {
    int end = at + 1;
    while (end < html.length() && end < at + 10 && isEntity(html.charAt(end))) {
      end++;
    }
    if (end < html.length() && html.charAt(end) == ';') {
      resolve(html.subSequence(at + 1, end).toString());
      at = end + 1;
    } else {
      out.append('&');
      at++;
    }
  }

  private static boolean isEntity(char c) {
    return c == '#' || Character.isLetterOrDigit(c);
  }

  private void resolve(String name) {
    switch (name) {
      case "amp" -> out.append('&');
      case "lt" -> out.append('<');
      case "gt" -> out.append('>');
      case "quot" -> out.append('"');
      case "apos" -> out.append('\'');
      case "zwnj", "zwj", "shy" -> {}
      default -> {
        int point = name.startsWith("#") ? codePoint(name.substring(1)) : ' ';
        out.appendCodePoint(point);
      }
    }
  }

  private static int codePoint(String number) {
    try {
      boolean hex = number.startsWith("x") || number.startsWith("X");
      int point = hex ? Integer.parseInt(number.substring(1), 16) : Integer.parseInt(number);
      boolean proper = Character.isValidCodePoint(point) && !(point >= 0xd800 && point < 0xe000);
      return proper ? point : ' ';
    } catch (NumberFormatException _) {
      return ' ';
    }
  }
}
