package org.posthorn.smtp.session;

import java.util.Optional;
import org.posthorn.smtp.command.Reply;

/// What a handler made of a command: where the session stands now, and the answer.
///
/// @param reply empty where the answer has gone out already
record Step(SmtpState next, Optional<Reply> reply) {
  Step(SmtpState next, Reply reply) {
    this(next, Optional.of(reply));
  }

  /// Nothing is left to be said.
  static Step silent(SmtpState next) {
    return new Step(next, Optional.empty());
  }
}
