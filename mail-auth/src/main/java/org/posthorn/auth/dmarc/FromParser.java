package org.posthorn.auth.dmarc;

import java.util.ArrayList;
import java.util.List;

/// Cuts a list of mailboxes into addresses (RFC 5322 §3.4, obsolete forms too): display names,
/// comments, blanks and source routes go, groups are looked into. For one value.
final class FromParser {
  private final String text;
  private final int max;
  private final List<String> addresses = new ArrayList<>(1);
  private final StringBuilder bare = new StringBuilder();
  private boolean bracketed;
  private String problem = "";
  private int at;

  /// @param max addresses that are read
  FromParser(String text, int max) {
    this.text = text;
    this.max = max;
    parse();
  }

  /// What was found; none has blanks or comments.
  List<String> addresses() {
    return addresses;
  }

  /// Why it cannot be read to its end; empty where it could.
  String problem() {
    return problem;
  }

  private void parse() {
    while (at < text.length() && problem.isEmpty()) {
      char c = text.charAt(at);
      switch (c) {
        case '(' -> comment();
        case '"' -> quoted(bare);
        case '<' -> angle();
        case ',', ';' -> endMailbox();
        case ':' -> beginGroup();
        default -> {
          bare.append(c);
          at++;
        }
      }
    }
    endMailbox();
  }

  private void beginGroup() {
    bare.setLength(0); // its name
    at++;
  }

  private void endMailbox() {
    String address = withoutBlanks(bare);
    if (!bracketed && !address.isEmpty()) {
      add(address);
    }
    bare.setLength(0);
    bracketed = false;
    at++;
  }

  private void add(String address) {
    if (addresses.size() < max) {
      addresses.add(address);
    } else {
      problem = "too many addresses in From";
    }
  }

  private void angle() {
    StringBuilder inside = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '>' && problem.isEmpty()) {
      char c = text.charAt(at);
      switch (c) {
        case '(' -> comment();
        case '"' -> quoted(inside);
        default -> {
          inside.append(c);
          at++;
        }
      }
    }
    if (at >= text.length()) {
      problem = "From ends inside brackets";
      return;
    }
    at++;
    bracketed = true;
    add(withoutRoute(withoutBlanks(inside)));
  }

  /// RFC 5322 §4.4, obs-route.
  private static String withoutRoute(String address) {
    int colon = address.startsWith("@") ? address.indexOf(':') : -1;
    return address.substring(colon + 1);
  }

  /// A quoted string: an `@` in it separates nothing, so its text is not kept, but that it was
  /// there.
  private void quoted(StringBuilder out) {
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != '"') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= text.length()) {
      problem = "From ends inside quotes";
      return;
    }
    out.append('"');
    at = end + 1;
  }

  private void comment() {
    int depth = 0;
    do {
      char c = at < text.length() ? text.charAt(at) : 0;
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      at += c == '\\' ? 2 : 1;
    } while (depth > 0 && at < text.length());
    if (depth > 0) {
      problem = "From ends inside a comment";
    }
  }

  private static String withoutBlanks(StringBuilder text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > ' ') {
        out.append(c);
      }
    }
    return out.toString();
  }
}
