package org.posthorn.storage.directory;

import java.text.Normalizer;
import java.util.Optional;

/// Prepares names and passwords for comparison (RFC 4013): spaces are made one, what is invisible
/// is dropped, look-alike forms are made one (NFKC).
///
/// Unassigned code points are allowed, as in a query (RFC 3454 §7); character classes are those of
/// the JDK's Unicode version rather than of Unicode 3.2.
public final class SaslPrep {
  private SaslPrep() {}

  /// The prepared text; empty if it holds what RFC 4013 §2.3 and §2.4 forbid, such as control
  /// characters.
  public static Optional<String> query(String text) {
    if (isPlain(text)) {
      return Optional.of(text);
    }
    String prepared = prepare(text);
    return prepared.codePoints().noneMatch(SaslPrep::isProhibited) && bidiIsSound(prepared)
        ? Optional.of(prepared)
        : Optional.empty();
  }

  /// The prepared text, with forbidden characters left as they are: a password is never refused for
  /// them, and such a one only works where client and server see the same bytes.
  static String prepare(String text) {
    if (isPlain(text)) {
      return text;
    }
    StringBuilder mapped = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> !isMappedToNothing(c))
        .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
        .forEach(mapped::appendCodePoint);
    return Normalizer.normalize(mapped, Normalizer.Form.NFKC);
  }

  /// Whether it is printable ASCII, which stays as it is.
  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  /// RFC 3454 table B.1.
  private static boolean isMappedToNothing(int c) {
    return c == 0x00ad
        || c == 0x034f
        || c == 0x1806
        || (c >= 0x180b && c <= 0x180d)
        || (c >= 0x200b && c <= 0x200d)
        || c == 0x2060
        || (c >= 0xfe00 && c <= 0xfe0f)
        || c == 0xfeff;
  }

  /// RFC 4013 §2.3.
  private static boolean isProhibited(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default ->
          (c >= 0xfff9 && c <= 0xfffd) // interlinear annotation, object replacement, replacement
              || (c >= 0x2ff0 && c <= 0x2ffb)
              || c == 0x0340
              || c == 0x0341
              || c == 0x200e
              || c == 0x200f
              || (c >= 0x202a && c <= 0x202e)
              || (c >= 0x206a && c <= 0x206f)
              || (c >= 0xe0001 && c <= 0xe007f)
              || c == 0x06dd
              || c == 0x070f
              || c == 0x180e
              || (c & 0xfffe) == 0xfffe
              || (c >= 0xfdd0 && c <= 0xfdef);
    };
  }

  /// RFC 3454 §6: text from right to left begins and ends so, and holds no letters from left to
  /// right.
  private static boolean bidiIsSound(String text) {
    if (text.codePoints().noneMatch(SaslPrep::isRightToLeft)) {
      return true;
    }
    return isRightToLeft(text.codePointAt(0))
        && isRightToLeft(text.codePointBefore(text.length()))
        && text.codePoints()
            .noneMatch(
                c -> Character.getDirectionality(c) == Character.DIRECTIONALITY_LEFT_TO_RIGHT);
  }

  private static boolean isRightToLeft(int c) {
    byte direction = Character.getDirectionality(c);
    return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
  }
}
