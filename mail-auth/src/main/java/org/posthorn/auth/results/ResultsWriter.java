package org.posthorn.auth.results;

import java.util.regex.Pattern;
import org.posthorn.auth.results.MethodResult.Property;

/// Writes Authentication-Results (RFC 8601 §2.2). Stateless.
final class ResultsWriter {
  private static final String FOLD = "\r\n\t";
  private static final int MAX_TEXT = 320;

  /// A token (RFC 2045 §5.1), or an address or domain that needs no quotes.
  private static final Pattern PLAIN =
      Pattern.compile(
          "[A-Za-z0-9!#$%&'*+^_`{|}~.-]+"
              + "|[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
              + "@[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

  private ResultsWriter() {}

  static String value(AuthenticationResults field) {
    StringBuilder out = new StringBuilder(256).append(text(field.authservId(), false));
    for (MethodResult result : field.results()) {
      out.append(';').append(FOLD).append(result.method()).append('=').append(result.result());
      if (!result.reason().isEmpty()) {
        out.append(" reason=").append(quoted(result.reason(), false));
      }
      for (Property property : result.properties()) {
        // Only a reverse-path can be UTF-8 by right: its message said so (SMTPUTF8).
        boolean utf8 = property.name().equals("mailfrom");
        out.append(' ').append(property.type()).append('.').append(property.name());
        out.append('=').append(text(property.value(), utf8));
      }
    }
    return field.results().isEmpty() ? out.append("; none").toString() : out.toString();
  }

  private static String text(String text, boolean utf8) {
    return PLAIN.matcher(text).matches() && text.length() <= MAX_TEXT ? text : quoted(text, utf8);
  }

  private static String quoted(String text, boolean utf8) {
    StringBuilder out = new StringBuilder("\"");
    int i = 0;
    while (i < text.length() && i < MAX_TEXT) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      boolean ascii = c >= ' ' && c < 0x7f;
      boolean letter = utf8 && (Character.isLetterOrDigit(c) || Character.getType(c) == MARK);
      out.appendCodePoint(ascii || letter ? c : '?');
    }
    return out.append('"').toString();
  }

  private static final int MARK = Character.NON_SPACING_MARK;
}
