package org.posthorn.imap.session;

import java.util.Optional;

/// What a handler leaves: where the session stands now, and how the command ended.
///
/// @param next the state after the command
/// @param reply the completion; empty where it comes later (IDLE)
record Step(SessionState next, Optional<Reply> reply) {
  static Step to(SessionState next, Reply reply) {
    return new Step(next, Optional.of(reply));
  }

  static Step waiting(SessionState next) {
    return new Step(next, Optional.empty());
  }
}
