package org.posthorn.smtp.wire;

/// A place in a line that is being parsed. For one thread.
final class Cursor {
  private final String text;
  private int at;

  Cursor(String text) {
    this.text = text;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  /// The next character; 0, which no line holds, at the end.
  char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  char next() {
    char c = peek();
    at++;
    return c;
  }

  /// Goes on if the next character is that one.
  boolean skip(char c) {
    if (peek() == c) {
      at++;
      return true;
    }
    return false;
  }

  /// Goes on if the text, in any case, comes next.
  boolean skipIgnoreCase(String expected) {
    if (text.regionMatches(true, at, expected, 0, expected.length())) {
      at += expected.length();
      return true;
    }
    return false;
  }

  void skipBlanks() {
    while (peek() == ' ' || peek() == '\t') {
      at++;
    }
  }

  /// What stands up to the next blank or the end.
  String word() {
    int start = at;
    while (at < text.length() && text.charAt(at) != ' ' && text.charAt(at) != '\t') {
      at++;
    }
    return text.substring(start, at);
  }

  /// What stands before the next `stop`, and goes beyond it; the rest where there is none.
  String until(char stop) {
    int end = text.indexOf(stop, at);
    String found = text.substring(at, end < 0 ? text.length() : end);
    at = end < 0 ? text.length() : end + 1;
    return found;
  }

  int position() {
    return at;
  }

  String since(int start) {
    return text.substring(start, at);
  }

  String rest() {
    return text.substring(at);
  }
}
