package org.posthorn.protocol.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The text of a transcript's line: fixed text, names, and `$*`. Text is held as octets (ISO
/// 8859-1).
final class DialogText {
  private sealed interface Part {
    record Fixed(String text) implements Part {}

    record Name(String name) implements Part {}

    record Anything() implements Part {}
  }

  private final List<Part> parts = new ArrayList<>();

  private DialogText(String source) {
    StringBuilder fixed = new StringBuilder();
    String text = octets(source);
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : '\0';
      if (c == '\\') {
        i += escape(text, i, fixed);
      } else if (c == '$' && next == '$') {
        fixed.append('$');
        i += 2;
      } else if (c == '$' && next == '*') {
        part(fixed, new Part.Anything());
        i += 2;
      } else if (c == '$' && next >= 'a' && next <= 'z') {
        int end = i + 1;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
          end++;
        }
        part(fixed, new Part.Name(text.substring(i + 1, end)));
        i = end;
      } else {
        fixed.append(c);
        i++;
      }
    }
    part(fixed, new Part.Fixed(""));
  }

  static DialogText of(String source) {
    return new DialogText(source);
  }

  /// The octets to send; every name must have a value.
  byte[] resolve(Map<String, String> names) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Fixed(var fixed) -> text.append(fixed);
        case Part.Name(var name) -> {
          String value = names.get(name);
          if (value == null) {
            throw new IllegalArgumentException("no value for $" + name);
          }
          text.append(value);
        }
        case Part.Anything() -> throw new IllegalArgumentException("$* cannot be sent");
      }
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Whether a line is as described; if so, all names with the values they have then.
  Optional<Map<String, String>> match(String line, Map<String, String> names) {
    Map<String, String> bound = new HashMap<>(names);
    return match(0, line, 0, bound) ? Optional.of(bound) : Optional.empty();
  }

  private boolean match(int index, String line, int at, Map<String, String> bound) {
    if (index == parts.size()) {
      return at == line.length();
    }
    return switch (parts.get(index)) {
      case Part.Fixed(var fixed) ->
          line.startsWith(fixed, at) && match(index + 1, line, at + fixed.length(), bound);
      case Part.Anything() -> {
        for (int end = at; end <= line.length(); end++) {
          if (match(index + 1, line, end, bound)) {
            yield true;
          }
        }
        yield false;
      }
      case Part.Name(var name) -> matchName(name, index, line, at, bound);
    };
  }

  private boolean matchName(
      String name, int index, String line, int at, Map<String, String> bound) {
    String value = bound.get(name);
    if (value != null) {
      return line.startsWith(value, at) && match(index + 1, line, at + value.length(), bound);
    }
    for (int end = at + 1; end <= line.length(); end++) {
      bound.put(name, line.substring(at, end));
      if (match(index + 1, line, end, bound)) {
        return true;
      }
      bound.remove(name);
    }
    return false;
  }

  private void part(StringBuilder fixed, Part part) {
    if (!fixed.isEmpty()) {
      parts.add(new Part.Fixed(fixed.toString()));
      fixed.setLength(0);
    }
    if (!part.equals(new Part.Fixed(""))) {
      parts.add(part);
    }
  }

  /// Files are UTF-8; a character beyond ASCII stands for its octets.
  private static String octets(String source) {
    return new String(source.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static int escape(String text, int at, StringBuilder fixed) {
    char next = at + 1 < text.length() ? text.charAt(at + 1) : '\0';
    switch (next) {
      case 'r' -> fixed.append('\r');
      case 'n' -> fixed.append('\n');
      case '0' -> fixed.append('\0');
      case '\\' -> fixed.append('\\');
      case 'x' -> {
        fixed.append((char) Integer.parseInt(text.substring(at + 2, at + 4), 16));
        return 4;
      }
      default -> {
        fixed.append('\\');
        return 1;
      }
    }
    return 2;
  }
}
