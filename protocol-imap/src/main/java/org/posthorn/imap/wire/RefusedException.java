package org.posthorn.imap.wire;

import org.posthorn.imap.command.ResponseCode;

/// The text is a command, but it names something that can never be.
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ResponseCode code;

  private final String problem;

  RefusedException(ResponseCode code, String problem) {
    super(problem, null, false, false);
    this.problem = problem;
    this.code = code;
  }

  ResponseCode code() {
    return code;
  }

  /// Plain words, safe to show.
  String problem() {
    return problem;
  }
}
