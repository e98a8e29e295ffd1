package org.posthorn.imap.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.imap.command.FetchItem;
import org.posthorn.imap.command.Section;
import org.posthorn.imap.command.Section.What;

/// The part of a message that `BODY[...]<...>` names (RFC 9051 §9 `section`, `partial`).
final class SectionParser {
  private static final int MAX_PATH = 100;

  private SectionParser() {}

  static Section section(Arguments in) throws SyntaxException {
    Cursor cursor = in.cursor;
    cursor.expect('[', "'['");
    List<Integer> path = new ArrayList<>();
    boolean more = !(cursor.peek() == ']');
    while (more && cursor.atDigit()) {
      if (path.size() == MAX_PATH) {
        throw cursor.fail("part number too deep");
      }
      path.add((int) cursor.positive("part number", Integer.MAX_VALUE));
      more = cursor.take('.');
    }
    What what = more ? what(in, !path.isEmpty()) : new What.Everything();
    cursor.expect(']', "']'");
    return new Section(path, what);
  }

  private static What what(Arguments in, boolean ofPart) throws SyntaxException {
    return switch (in.cursor.word("section")) {
      case "HEADER" -> new What.Header();
      case "TEXT" -> new What.Text();
      case "HEADER.FIELDS" -> new What.HeaderFields(names(in));
      case "HEADER.FIELDS.NOT" -> new What.HeaderFieldsNot(names(in));
      case "MIME" -> {
        if (!ofPart) {
          throw in.cursor.failBefore("MIME needs a part number");
        }
        yield new What.Mime();
      }
      default -> throw in.cursor.failBefore("unknown section");
    };
  }

  private static List<String> names(Arguments in) throws SyntaxException {
    Cursor cursor = in.cursor;
    List<String> names = new ArrayList<>();
    cursor.space("header field names");
    cursor.open("header field names");
    do {
      if (names.size() == in.limits.items()) {
        throw cursor.fail("more than " + in.limits.items() + " header field names");
      }
      names.add(fieldName(cursor));
    } while (cursor.nextInList());
    return names;
  }

  /// A header field name; what could not stand in a header is refused (RFC 5322 §2.2).
  static String fieldName(Cursor cursor) throws SyntaxException {
    String name = cursor.utf8(cursor.astring("header field name"), "header field name");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= 0x20 || c >= 0x7F || c == ':') {
        throw cursor.failBefore("character not allowed in a header field name");
      }
    }
    if (name.isEmpty()) {
      throw cursor.failBefore("empty header field name");
    }
    return name;
  }

  static Optional<FetchItem.Partial> partial(Cursor cursor) throws SyntaxException {
    if (!cursor.take('<')) {
      return Optional.empty();
    }
    long offset = cursor.number("offset", Long.MAX_VALUE);
    cursor.expect('.', "'.'");
    long length = cursor.positive("length", Long.MAX_VALUE);
    cursor.expect('>', "'>'");
    return Optional.of(new FetchItem.Partial(offset, length));
  }
}
