package org.posthorn.storage.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads address lists (RFC 5322 §3.4 and its obsolete forms) as ENVELOPE needs them: display names
/// raw, encoded words untouched, groups flat. Broken lists give the addresses that can be made out.
/// One pass, no recursion.
final class AddressParser {
  private final String text;
  private final List<Address> out = new ArrayList<>(2);

  /// The words read since the last separator: a display name, a group's name, or an address without
  /// angle brackets.
  private final StringBuilder words = new StringBuilder(40);

  private int at = -1; // place of the last unquoted @ in `words`
  private boolean spaceBefore;
  private String comment = "";
  private boolean angleSeen;
  private Optional<String> route = Optional.empty();
  private String localPart = "";
  private String host = "";
  private boolean inGroup;

  private AddressParser(String text) {
    this.text = text;
  }

  /// The entries of a list given as octet string, cut soon after `limit` entries.
  static List<Address> parse(String text, int limit) {
    AddressParser parser = new AddressParser(text);
    int i = 0;
    while (i < text.length() && parser.out.size() < limit) {
      i = parser.step(i);
    }
    if (parser.out.size() < limit) {
      parser.endAddress();
    }
    parser.endGroup();
    return parser.out;
  }

  private int step(int i) {
    char c = text.charAt(i);
    return switch (c) {
      case ' ', '\t' -> {
        spaceBefore = true;
        yield i + 1;
      }
      case '(' -> comment(i);
      case '"' -> {
        beginWord();
        yield FieldText.quoted(text, i, words);
      }
      case '<' -> angle(i);
      case ',' -> {
        endAddress();
        yield i + 1;
      }
      case ';' -> {
        endAddress();
        endGroup();
        yield i + 1;
      }
      case ':' -> colon(i);
      case '>', ')' -> i + 1;
      case '[' -> literal(i);
      case '@' -> {
        spaceBefore = false;
        at = words.length();
        words.append(c);
        yield FieldText.skipComments(text, i + 1);
      }
      case '=' -> encodedWord(i);
      default -> character(i, c);
    };
  }

  private int character(int i, char c) {
    beginWord();
    words.append(c);
    return i + 1;
  }

  private void beginWord() {
    if (spaceBefore && !words.isEmpty()) {
      words.append(' ');
    }
    spaceBefore = false;
  }

  /// A whole encoded word: commas and the like in it separate nothing, though RFC 2047 §5 (3)
  /// forbids them.
  private int encodedWord(int i) {
    Optional<EncodedWords.Word> word =
        text.startsWith("=?", i) ? EncodedWords.Word.at(text, i) : Optional.empty();
    if (word.isEmpty()) {
      return character(i, '=');
    }
    beginWord();
    words.append(text, i, word.get().end());
    return word.get().end();
  }

  private int comment(int i) {
    int end = FieldText.commentEnd(text, i);
    boolean closed = end > i + 1 && text.charAt(end - 1) == ')';
    comment = unescape(text.substring(i + 1, closed ? end - 1 : end).strip());
    spaceBefore = true;
    return end;
  }

  private static String unescape(String inside) {
    if (inside.indexOf('\\') < 0) {
      return inside;
    }
    StringBuilder plain = new StringBuilder(inside.length());
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      if (c == '\\' && i + 1 < inside.length()) {
        c = inside.charAt(++i);
      }
      plain.append(c);
    }
    return plain.toString();
  }

  /// A domain literal: `[192.0.2.1]`, `[IPv6:…]`.
  private int literal(int i) {
    int end = i + 1;
    while (end < text.length() && text.charAt(end) != ']' && text.charAt(end) != ',') {
      end++;
    }
    if (end < text.length() && text.charAt(end) == ']') {
      end++;
    }
    beginWord();
    words.append(text, i, end);
    return end;
  }

  private int colon(int i) {
    if (inGroup || angleSeen || at >= 0) {
      return character(i, ':');
    }
    if (!words.isEmpty()) {
      out.add(new Address.GroupStart(words.toString()));
      inGroup = true;
      reset();
    }
    return i + 1;
  }

  /// `<@route:local@host>` with the display name before it.
  private int angle(int i) {
    if (angleSeen) {
      endAddress(); // a comma was forgotten
    }
    StringBuilder inside = new StringBuilder(40);
    int insideAt = -1;
    int routeEnd = -1;
    int p = i + 1;
    while (p < text.length() && text.charAt(p) != '>') {
      char c = text.charAt(p);
      if (c == '"') {
        p = FieldText.quoted(text, p, inside);
      } else if (c == '(') {
        p = FieldText.commentEnd(text, p);
      } else {
        if (c == '@') {
          insideAt = inside.length();
        } else if (c == ':' && routeEnd < 0 && !inside.isEmpty() && inside.charAt(0) == '@') {
          routeEnd = inside.length();
          insideAt = -1;
        }
        if (!FieldText.isSpace(c) && c != '<') {
          inside.append(c);
        }
        p++;
      }
    }
    angleSeen = true;
    route = routeEnd < 0 ? Optional.empty() : Optional.of(inside.substring(0, routeEnd));
    split(inside.substring(routeEnd + 1), insideAt - (routeEnd + 1));
    return Math.min(p + 1, text.length());
  }

  private void split(String address, int hostSign) {
    localPart = hostSign < 0 ? address : address.substring(0, hostSign);
    host = hostSign < 0 ? "" : address.substring(hostSign + 1);
  }

  private void endAddress() {
    String phrase = words.toString();
    String name = phrase;
    if (!angleSeen) {
      split(phrase, at);
      name = "";
    }
    if (name.isEmpty()) {
      name = comment;
    }
    if ((!name.isEmpty() && angleSeen) || !localPart.isEmpty() || !host.isEmpty()) {
      Optional<String> shown = name.isEmpty() ? Optional.empty() : Optional.of(name);
      out.add(new Address.Mailbox(shown, route, localPart, host));
    }
    reset();
  }

  private void endGroup() {
    if (inGroup) {
      out.add(new Address.GroupEnd());
      inGroup = false;
    }
  }

  private void reset() {
    words.setLength(0);
    at = -1;
    spaceBefore = false;
    comment = "";
    angleSeen = false;
    route = Optional.empty();
    localPart = "";
    host = "";
  }
}
