package org.posthorn.server.cli;

import org.posthorn.storage.mime.EncodedWords;

/// Words out of mail, for a terminal: decoded, on one line, without anything that a terminal would
/// obey.
final class MailText {
  private static final int MAX = 200;

  private MailText() {}

  /// The text, at most [#MAX] characters of it.
  static String of(String raw) {
    return harmless(EncodedWords.decode(raw));
  }

  /// The text as it is, at most [#MAX] characters of it.
  static String harmless(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints().limit(MAX).map(c -> isHarmless(c) ? c : ' ').forEach(clean::appendCodePoint);
    return clean.toString().strip();
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
