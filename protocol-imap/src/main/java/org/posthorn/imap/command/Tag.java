package org.posthorn.imap.command;

/// The word that a client puts before a command and finds again in the completion (RFC 9051
/// §2.2.1).
///
/// @param value 1 to [#MAX_LENGTH] printable ASCII characters of the `tag` syntax
public record Tag(String value) {
  /// The most characters a tag may have.
  public static final int MAX_LENGTH = 256;

  public Tag {
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a tag has 1 to " + MAX_LENGTH + " characters");
    }
    for (int i = 0; i < value.length(); i++) {
      if (!isTagChar(value.charAt(i))) {
        throw new IllegalArgumentException("character not allowed in a tag");
      }
    }
  }

  /// Whether the character may stand in a tag: `ASTRING-CHAR` except `+` (RFC 9051 §9).
  public static boolean isTagChar(int c) {
    return c > 0x20
        && c < 0x7F
        && switch (c) {
          case '(', ')', '{', '%', '*', '"', '\\', '+' -> false;
          default -> true;
        };
  }

  @Override
  public String toString() {
    return value;
  }
}
