package org.posthorn.server.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Writes JSON (RFC 8259): maps, lists, texts, numbers and truth values.
final class Json {
  private final StringBuilder out = new StringBuilder();

  private Json() {}

  /// The value on one line.
  ///
  /// @throws IllegalArgumentException for a value of another type
  static String text(Object value) {
    Json json = new Json();
    json.value(value);
    return json.out.toString();
  }

  private void value(Object value) {
    switch (value) {
      case Map<?, ?> map -> object(map);
      case List<?> list -> array(list);
      case CharSequence text -> string(text);
      case Integer number -> out.append(number);
      case Long number -> out.append(number);
      case Boolean truth -> out.append(truth);
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  private void object(Map<?, ?> map) {
    out.append('{');
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<?, ?> entry = entries.next();
      string(String.valueOf(entry.getKey()));
      out.append(':');
      value(entry.getValue());
      separate(entries);
    }
    out.append('}');
  }

  private void array(List<?> list) {
    out.append('[');
    Iterator<?> values = list.iterator();
    while (values.hasNext()) {
      value(values.next());
      separate(values);
    }
    out.append(']');
  }

  private void separate(Iterator<?> rest) {
    if (rest.hasNext()) {
      out.append(',');
    }
  }

  private void string(CharSequence text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c >= 0x7f) {
        // What is not ASCII is escaped too: so half a surrogate pair does no harm.
        out.append("\\u").append(String.format("%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
