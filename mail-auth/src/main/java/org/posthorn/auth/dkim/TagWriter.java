package org.posthorn.auth.dkim;

/// Writes a field of tags, folded so that no line has more than 78 octets (RFC 5322 §2.1.1) unless
/// a single word does. For one thread.
public final class TagWriter {
  private static final int WIDTH = 78;
  private static final String FOLD = "\r\n\t";

  private final StringBuilder out = new StringBuilder(512);
  private int column;

  /// @param name the field's name
  public TagWriter(String name) {
    append(name + ":");
  }

  /// Adds a tag that is kept in one piece.
  public TagWriter tag(String name, String value) {
    String text = name + "=" + value + ";";
    if (column + 1 + text.length() > WIDTH) {
      fold();
    } else {
      append(" ");
    }
    append(text);
    return this;
  }

  /// Adds a tag whose value may be broken after each of its separators.
  public TagWriter list(String name, String value, char separator) {
    String text = " " + name + "=" + value + ";";
    int at = 0;
    while (at < text.length()) {
      int next = text.indexOf(separator, at) + 1;
      String piece = text.substring(at, next == 0 ? text.length() : next);
      if (column + piece.length() > WIDTH) {
        fold();
        piece = piece.stripLeading();
      }
      append(piece);
      at = next == 0 ? text.length() : next;
    }
    return this;
  }

  /// Adds the tag of the signature, empty yet; it is the last.
  public TagWriter emptySignature() {
    fold();
    append("b=");
    return this;
  }

  /// Fills in the signature, which may be broken anywhere.
  ///
  /// @param value base 64
  public TagWriter signature(String value) {
    int at = 0;
    while (at < value.length()) {
      int room = Math.min(WIDTH - column, value.length() - at);
      append(value.substring(at, at + room));
      at += room;
      if (at < value.length()) {
        fold();
      }
    }
    return this;
  }

  private void fold() {
    out.append(FOLD);
    column = 1;
  }

  private void append(String text) {
    out.append(text);
    column += text.length();
  }

  /// The field, without the final line end.
  @Override
  public String toString() {
    return out.toString();
  }
}
