package org.posthorn.pop3.session;

import java.util.Optional;
import org.posthorn.pop3.command.Reply;

/// What a handler made of a command: where the session stands now, and the answer.
///
/// @param reply empty where the answer has gone out already
record Step(Pop3State next, Optional<Reply> reply) {
  Step(Pop3State next, Reply reply) {
    this(next, Optional.of(reply));
  }

  /// Nothing is left to be said.
  static Step silent(Pop3State next) {
    return new Step(next, Optional.empty());
  }
}
