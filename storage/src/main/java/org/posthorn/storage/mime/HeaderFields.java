package org.posthorn.storage.mime;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;

/// The fields of one header block, with their places in it (RFC 5322 §2.2). Where only the octets
/// of some fields are wanted, [FieldChoice] is quicker.
///
/// A field runs from its name to before the next line that does not start with white space; the
/// block ends with a blank line, or with the bytes. A line without colon is a field with an empty
/// name: it takes its place in the block but no name selects it. Reading is linear in the block.
/// The bytes are shared with the caller, who must not change them.
public final class HeaderFields {
  private final byte[] block;
  private final int offset;
  private final int end;
  private final int blankEnd;
  private final int[] marks; // start, colon (or -1), end of each field
  private final int count;

  private HeaderFields(byte[] block, int offset, int end, int blankEnd, int[] marks, int count) {
    this.block = block;
    this.offset = offset;
    this.end = end;
    this.blankEnd = blankEnd;
    this.marks = marks;
    this.count = count;
  }

  /// The fields of a whole array.
  public static HeaderFields of(byte[] block) {
    return of(block, 0, block.length);
  }

  /// The fields of `length` bytes from `offset` on; what follows the blank line is ignored.
  public static HeaderFields of(byte[] block, int offset, int length) {
    int limit = offset + length;
    int[] marks = new int[3 * 32];
    int count = 0;
    int line = offset;
    while (line < limit) {
      int next = nextLine(block, line, limit);
      if (isBlank(block, line, next)) {
        return new HeaderFields(block, offset, line, next, marks, count);
      }
      if (count > 0 && isWhiteSpace(block[line])) {
        marks[3 * count - 1] = next;
      } else {
        if (marks.length < 3 * (count + 1)) {
          marks = Arrays.copyOf(marks, marks.length * 2);
        }
        marks[3 * count] = line;
        marks[3 * count + 1] = colon(block, line, next);
        marks[3 * count + 2] = next;
        count++;
      }
      line = next;
    }
    return new HeaderFields(block, offset, limit, limit, marks, count);
  }

  private static int nextLine(byte[] block, int from, int limit) {
    return Math.min(limit, LineFeeds.next(block, from, limit) + 1);
  }

  private static boolean isBlank(byte[] block, int start, int end) {
    int length = end - start;
    return block[end - 1] == '\n' && (length == 1 || (length == 2 && block[start] == '\r'));
  }

  /// The place of the colon that ends a field name, -1 when the line is no field. White space
  /// before the colon is the obsolete syntax of RFC 5322 §4.5.
  private static int colon(byte[] block, int start, int end) {
    boolean nameEnded = false;
    for (int i = start; i < end; i++) {
      byte b = block[i];
      if (b == ':') {
        return i == start ? -1 : i;
      }
      if (b == ' ' || b == '\t') {
        nameEnded = true;
      } else if (nameEnded || (b >= 0 && b < ' ') || b == 0x7f) {
        return -1;
      }
    }
    return -1;
  }

  private static boolean isWhiteSpace(byte b) {
    return b == ' ' || b == '\t';
  }

  /// One field. Positions are relative to the block's first byte.
  public final class Field {
    private final int index;

    private Field(int index) {
      this.index = index;
    }

    /// The name as written, empty for a line that is no field.
    public String name() {
      int colon = marks[3 * index + 1];
      if (colon < 0) {
        return "";
      }
      return latin1(marks[3 * index], nameEnd(colon));
    }

    private int nameEnd(int colon) {
      int nameEnd = colon;
      while (nameEnd > marks[3 * index] && isWhiteSpace(block[nameEnd - 1])) {
        nameEnd--;
      }
      return nameEnd;
    }

    /// Whether the field has this name, upper and lower case being the same.
    public boolean is(String name) {
      int start = marks[3 * index];
      int colon = marks[3 * index + 1];
      if (colon < 0 || colon - start < name.length() || nameEnd(colon) - start != name.length()) {
        return false;
      }
      for (int i = 0; i < name.length(); i++) {
        if (lower(block[start + i] & 0xff) != lower(name.charAt(i))) {
          return false;
        }
      }
      return true;
    }

    /// The field's first byte.
    public int rawStart() {
      return marks[3 * index] - offset;
    }

    /// The byte after the field's last line break.
    public int rawEnd() {
      return marks[3 * index + 2] - offset;
    }

    /// The value as an octet string: unfolded, trimmed, without NUL, CR and LF.
    public String value() {
      int colon = marks[3 * index + 1];
      int start = colon < 0 ? marks[3 * index] : colon + 1;
      return FieldText.unfold(block, start, marks[3 * index + 2]);
    }

    @Override
    public String toString() {
      return name() + ": " + value();
    }
  }

  private static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
  }

  private String latin1(int from, int to) {
    return new String(block, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /// All fields in order.
  public List<Field> fields() {
    return new FieldList();
  }

  /// The value of the first field with this name.
  public Optional<String> first(String name) {
    for (int i = 0; i < count; i++) {
      Field field = new Field(i);
      if (field.is(name)) {
        return Optional.of(field.value());
      }
    }
    return Optional.empty();
  }

  /// Where the fields end and the blank line starts, relative to the block's first byte.
  public int end() {
    return end - offset;
  }

  /// Where the blank line ends, relative to the block's first byte; the same as [#end()] when there
  /// is none.
  public int blankLineEnd() {
    return blankEnd - offset;
  }

  private final class FieldList extends AbstractList<Field> implements RandomAccess {
    @Override
    public Field get(int index) {
      if (index < 0 || index >= count) {
        throw new IndexOutOfBoundsException(index);
      }
      return new Field(index);
    }

    @Override
    public int size() {
      return count;
    }
  }
}
