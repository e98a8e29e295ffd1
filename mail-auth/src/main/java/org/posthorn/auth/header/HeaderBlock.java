package org.posthorn.auth.header;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The header of a message, cut into fields. Immutable; the octets it is made of are never to be
/// changed.
///
/// There are at most [#MAX_FIELDS] fields; a header that has more, or that was longer than somebody
/// was ready to keep, is not [complete][#complete()], and no signature of it can be trusted.
public final class HeaderBlock {
  /// What no message reaches that somebody wants to read.
  public static final int MAX_FIELDS = 10_000;

  private final byte[] bytes;
  private final List<HeaderField> fields;
  private final Map<String, List<HeaderField>> byName = new HashMap<>();
  private final boolean complete;

  private HeaderBlock(byte[] bytes, List<HeaderField> fields, boolean complete) {
    this.bytes = bytes;
    this.fields = List.copyOf(fields);
    this.complete = complete;
    for (HeaderField field : fields) {
      byName.computeIfAbsent(field.name(), _ -> new ArrayList<>(1)).add(field);
    }
  }

  /// Cuts a header into fields.
  ///
  /// @param bytes the header, with or without the empty line that ends it; kept, not copied
  public static HeaderBlock of(byte[] bytes) {
    return of(bytes, true);
  }

  /// @param complete whether these octets are all of the header
  static HeaderBlock of(byte[] bytes, boolean complete) {
    List<HeaderField> fields = new ArrayList<>();
    int at = 0;
    while (at < bytes.length && fields.size() < MAX_FIELDS) {
      int next = fieldEnd(bytes, at);
      int end = withoutLineEnd(bytes, at, next);
      if (end == at) {
        at = bytes.length; // the empty line
        continue;
      }
      int colon = colon(bytes, at, end);
      if (colon > at) {
        fields.add(new HeaderField(bytes, at, colon, end, next));
      }
      at = next;
    }
    return new HeaderBlock(bytes, fields, complete && at >= bytes.length);
  }

  /// Where the next field begins: after a line end that no blank follows.
  private static int fieldEnd(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n' && (i + 1 == bytes.length || !HeaderField.isBlank(bytes[i + 1]))) {
        return i + 1;
      }
    }
    return bytes.length;
  }

  private static int withoutLineEnd(byte[] bytes, int start, int next) {
    int end = next;
    if (end > start && bytes[end - 1] == '\n') {
      end--;
      if (end > start && bytes[end - 1] == '\r') {
        end--;
      }
    }
    return end;
  }

  /// The colon after a field's name; -1 where the line has no name.
  private static int colon(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      byte b = bytes[i];
      if (b == ':') {
        return i;
      }
      // RFC 5322 §4.5: blanks before the colon are obsolete, and valid.
      boolean inName = b > ' ' || HeaderField.isBlank(b);
      if (!inName) {
        return -1;
      }
    }
    return -1;
  }

  /// All fields, from the top.
  public List<HeaderField> fields() {
    return fields;
  }

  /// The fields of that name, from the top.
  ///
  /// @param name in lower case
  public List<HeaderField> fields(String name) {
    return byName.getOrDefault(name, List.of());
  }

  /// Whether this is all of the header.
  public boolean complete() {
    return complete;
  }

  /// The length in octets.
  public int size() {
    return bytes.length;
  }
}
