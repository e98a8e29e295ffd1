package org.posthorn.imap.wire;

/// The text is not a command. The message is plain words, safe to show.
final class SyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;

  SyntaxException(String problem) {
    super(problem, null, false, false);
    this.problem = problem;
  }

  /// Plain words, safe to show.
  String problem() {
    return problem;
  }
}
