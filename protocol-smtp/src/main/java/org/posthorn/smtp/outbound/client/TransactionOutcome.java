package org.posthorn.smtp.outbound.client;

import java.util.List;
import java.util.Optional;

/// What became of one message on one connection. Immutable.
///
/// @param answers one for each recipient, in their order
/// @param broken why the connection is of no use any longer, where it is not
public record TransactionOutcome(List<Answer> answers, Optional<ClientException> broken) {
  public TransactionOutcome {
    answers = List.copyOf(answers);
  }
}
