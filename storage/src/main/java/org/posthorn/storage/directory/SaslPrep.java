package org.posthorn.storage.directory;

import java.text.Normalizer;

/// Prepares passwords as RFC 4013 says, so that one that was typed on another keyboard has the same
/// bytes. Characters that it prohibits are left as they are: a password is never refused for them,
/// and such a one only works where client and server see the same bytes.
final class SaslPrep {
  private SaslPrep() {}

  static String prepare(String password) {
    if (password.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
      return password;
    }
    StringBuilder mapped = new StringBuilder(password.length());
    password
        .codePoints()
        .filter(c -> !mappedToNothing(c))
        .map(c -> isSpace(c) ? ' ' : c)
        .forEach(mapped::appendCodePoint);
    return Normalizer.normalize(mapped, Normalizer.Form.NFKC);
  }

  /// RFC 3454 table C.1.2.
  private static boolean isSpace(int c) {
    return Character.getType(c) == Character.SPACE_SEPARATOR;
  }

  /// RFC 3454 table B.1.
  private static boolean mappedToNothing(int c) {
    return switch (c) {
      case 0x00AD, 0x034F, 0x1806, 0x2060, 0xFEFF -> true;
      default ->
          c >= 0x180B && c <= 0x180D || c >= 0x200B && c <= 0x200D || c >= 0xFE00 && c <= 0xFE0F;
    };
  }
}
