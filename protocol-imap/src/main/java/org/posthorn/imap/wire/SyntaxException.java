package org.posthorn.imap.wire;

/// The text is not a command. The message is plain words, safe to show.
final class SyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  SyntaxException(String message) {
    super(message, null, false, false);
  }
}
