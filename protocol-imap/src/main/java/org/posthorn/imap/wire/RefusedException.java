package org.posthorn.imap.wire;

import org.posthorn.imap.command.ResponseCode;

/// The text is a command, but it names something that can never be.
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ResponseCode code;

  RefusedException(ResponseCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  ResponseCode code() {
    return code;
  }
}
