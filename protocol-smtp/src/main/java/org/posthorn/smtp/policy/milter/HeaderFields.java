package org.posthorn.smtp.policy.milter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.posthorn.storage.blob.Content;

/// The header of a message, field by field, as filters see and change it. Lines that are no field
/// are kept and shown to nobody. A removed field still counts where fields of one name are
/// counted: filters count as they have seen them. For one thread.
final class HeaderFields {
  /// Octets of the largest header that filters are shown.
  static final int MAX_HEADER = 1 << 20;

  /// Fields that a header may get.
  static final int MAX_FIELDS = 20_000;

  private static final int SLICE = 16 * 1024;
  private static final int MAX_NAME = 200;
  private static final Pattern NAME = Pattern.compile("[!-9;-~]{1,200}");

  private final List<Field> fields = new ArrayList<>();
  private final boolean leadingSpace;
  private long bodyStart;
  private boolean hasEnd;
  private boolean changed;

  /// @param name empty for lines that are no field
  /// @param octets with name and line end
  private record Field(String name, byte[] octets, boolean removed) {
    Field remove() {
      return new Field(name, octets, true);
    }
  }

  /// @param leadingSpace whether values come and go with the blanks at their beginning
  private HeaderFields(boolean leadingSpace) {
    this.leadingSpace = leadingSpace;
  }

  /// The header of a message; empty where it is too large to be looked at.
  static Optional<HeaderFields> read(Content message, boolean leadingSpace) {
    HeaderFields header = new HeaderFields(leadingSpace);
    byte[] octets = new byte[(int) Math.min(SLICE, message.size())];
    int length = 0;
    int lineStart = 0;
    while (length < message.size()) {
      int count = (int) Math.min(SLICE, message.size() - length);
      if (length + count > MAX_HEADER) {
        return Optional.empty();
      }
      if (length + count > octets.length) {
        octets = Arrays.copyOf(octets, Math.max(2 * octets.length, length + count));
      }
      System.arraycopy(message.read(length, count), 0, octets, length, count);
      for (int i = length; i < length + count; i++) {
        if (octets[i] != '\n') {
          continue;
        }
        if (isEmptyLine(octets, lineStart, i)) {
          header.hasEnd = true;
          header.bodyStart = i + 1L;
          return header.take(octets, lineStart);
        }
        lineStart = i + 1;
      }
      length += count;
    }
    header.bodyStart = message.size();
    return header.take(octets, length);
  }

  private static boolean isEmptyLine(byte[] octets, int start, int lineFeed) {
    return lineFeed == start || (lineFeed == start + 1 && octets[start] == '\r');
  }

  /// Takes the lines apart; empty where there are too many fields.
  private Optional<HeaderFields> take(byte[] octets, int length) {
    int start = 0;
    for (int i = 0; i < length; i++) {
      boolean folded = i + 1 < length && (octets[i + 1] == ' ' || octets[i + 1] == '\t');
      if (i + 1 == length || (octets[i] == '\n' && !folded)) {
        byte[] field = Arrays.copyOfRange(octets, start, i + 1);
        fields.add(new Field(name(field), field, false));
        start = i + 1;
        if (fields.size() > MAX_FIELDS) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(this);
  }

  private static int lineEnd(byte[] line) {
    int n = line.length;
    if (n == 0 || line[n - 1] != '\n') {
      return 0;
    }
    return n > 1 && line[n - 2] == '\r' ? 2 : 1;
  }

  private static String name(byte[] line) {
    String text = latin(line, 0, Math.min(line.length, MAX_NAME));
    int colon = text.indexOf(':');
    String name = colon < 0 ? "" : text.substring(0, colon).stripTrailing();
    return isName(name) ? name : "";
  }

  /// Whether it can be the name of a field (RFC 5322 §2.2).
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  private static String latin(byte[] octets, int from, int to) {
    return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /// Where the body begins.
  long bodyStart() {
    return bodyStart;
  }

  /// Whether it differs from what was read.
  boolean isChanged() {
    return changed;
  }

  /// Takes a field.
  @FunctionalInterface
  interface Visitor {
    /// @return false where it wants to see no more
    boolean field(String name, String value) throws IOException;
  }

  /// Shows each field: name, and value with LF in its folds, one octet in each character.
  void show(Visitor visitor) throws IOException {
    for (Field field : fields) {
      if (!field.name().isEmpty()
          && !field.removed()
          && !visitor.field(field.name(), value(field.octets()))) {
        return;
      }
    }
  }

  private String value(byte[] octets) {
    int start = 0;
    while (octets[start] != ':') {
      start++;
    }
    start++;
    while (!leadingSpace
        && start < octets.length
        && (octets[start] == ' ' || octets[start] == '\t')) {
      start++;
    }
    int end = Math.max(start, octets.length - lineEnd(octets));
    return latin(octets, start, end).replace("\r\n", "\n").replace('\0', '?');
  }

  /// Adds a field at the end.
  void add(String name, String value) throws MilterFault {
    insert(fields.size(), name, value);
  }

  /// Adds a field at a place, counted from 0; at the end, where there are fewer.
  void insert(int index, String name, String value) throws MilterFault {
    if (fields.size() >= MAX_FIELDS + 1000) {
      throw new MilterFault("adds fields without end");
    }
    fields.add(Math.clamp(index, 0, fields.size()), field(name, value));
    changed = true;
  }

  /// Changes the field, or removes it where the value is empty. One that is not there is added.
  ///
  /// @param occurrence counted from 1 among those of this name
  void change(int occurrence, String name, String value) throws MilterFault {
    int left = Math.max(1, occurrence);
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      if (field.name().equalsIgnoreCase(name) && --left == 0) {
        fields.set(i, value.isEmpty() ? field.remove() : field(name, value));
        changed = true;
        return;
      }
    }
    if (!value.isEmpty()) {
      add(name, value);
    }
  }

  private Field field(String name, String value) throws MilterFault {
    if (!isName(name)) {
      throw new MilterFault("names a field what cannot be the name of one");
    }
    String text = name + ":" + (leadingSpace ? "" : " ") + folded(value) + "\r\n";
    return new Field(name, text.getBytes(StandardCharsets.ISO_8859_1), false);
  }

  /// The value with CRLF in its folds, and blanks behind each, so that it stays one field.
  static String folded(String value) {
    StringBuilder text = new StringBuilder(value.length() + 8);
    for (String line : value.replace("\0", "").split("\r\n|\r|\n", -1)) {
      if (text.isEmpty()) {
        text.append(line);
      } else if (!line.isBlank()) {
        boolean blank = line.charAt(0) == ' ' || line.charAt(0) == '\t';
        text.append("\r\n").append(blank ? "" : "\t").append(line);
      }
    }
    return text.toString();
  }

  /// Hands on the header as it is now, with the empty line behind it.
  ///
  /// @param hasBody whether a body follows
  void writeTo(Content.Sink sink, boolean hasBody) {
    for (Field field : fields) {
      if (!field.removed()) {
        sink.accept(field.octets(), 0, field.octets().length);
      }
    }
    if (hasEnd || hasBody) {
      sink.accept(new byte[] {'\r', '\n'}, 0, 2);
    }
  }
}
