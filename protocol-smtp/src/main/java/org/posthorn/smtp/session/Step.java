package org.posthorn.smtp.session;

import java.util.List;
import org.posthorn.smtp.command.Reply;

/// What a handler made of a command: where the session stands now, and the answer.
///
/// @param replies one, or in LMTP one for each recipient (RFC 2033 §4.2); none where the answer has
///     gone out already
record Step(SmtpState next, List<Reply> replies) {
  Step {
    replies = List.copyOf(replies);
  }

  Step(SmtpState next, Reply reply) {
    this(next, List.of(reply));
  }

  /// Nothing is left to be said.
  static Step silent(SmtpState next) {
    return new Step(next, List.of());
  }
}
