package org.posthorn.storage.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads `value; name=value; …` fields (RFC 2045 §5.1, RFC 2183 §2) as senders write them, not only
/// as the RFCs have it.
final class ParameterParser {
  private static final int MAX_PARAMETERS = 100;

  private final String text;
  private int at;

  ParameterParser(String text) {
    this.text = text;
  }

  /// What stands before the first semicolon, comments left out, in lower case.
  String head() {
    StringBuilder head = new StringBuilder(24);
    while (at < text.length() && text.charAt(at) != ';') {
      char c = text.charAt(at);
      if (c == '(') {
        at = FieldText.commentEnd(text, at);
      } else {
        if (!FieldText.isSpace(c)) {
          head.append(c);
        }
        at++;
      }
    }
    return head.toString().toLowerCase(Locale.ROOT);
  }

  /// The parameters that follow; what has no `=` is passed over.
  List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>(2);
    while (at < text.length() && parameters.size() < MAX_PARAMETERS) {
      skipSeparators();
      int start = at;
      while (at < text.length() && text.charAt(at) != '=' && text.charAt(at) != ';') {
        at++;
      }
      String name = text.substring(start, at).strip().toLowerCase(Locale.ROOT);
      if (at >= text.length() || text.charAt(at) == ';') {
        continue;
      }
      at = FieldText.skipComments(text, at + 1);
      String value = value(name);
      if (!name.isEmpty()) {
        parameters.add(new Parameter(name, value));
      }
    }
    return parameters;
  }

  private void skipSeparators() {
    int before = -1;
    while (before != at && at < text.length()) {
      before = at;
      at = FieldText.skipComments(text, at);
      if (at < text.length() && text.charAt(at) == ';') {
        at++;
      }
    }
  }

  private String value(String name) {
    if (at < text.length() && text.charAt(at) == '"') {
      StringBuilder value = new StringBuilder(40);
      at = FieldText.quoted(text, at, value);
      return value.toString();
    }
    int start = at;
    boolean isFileName = name.startsWith("name") || name.startsWith("filename");
    while (at < text.length() && text.charAt(at) != ';') {
      // An unquoted file name may hold spaces and parentheses: common, if wrong. Elsewhere they end
      // the value.
      char c = text.charAt(at);
      if (!isFileName && (FieldText.isSpace(c) || c == '(')) {
        break;
      }
      at++;
    }
    return text.substring(start, at).strip();
  }
}
