package org.posthorn.smtp.policy;

import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.policy.SmtpPolicy.AtRcpt;
import org.posthorn.smtp.transaction.Destination;

/// Recipients must exist here and take mail.
public record RecipientExistence() implements Check<AtRcpt> {
  @Override
  public Verdict check(AtRcpt context) {
    return switch (context.destination()) {
      case Destination.UnknownUser _ -> new Verdict.Reject(Replies.NO_SUCH_USER);
      case Destination.Disabled _ -> new Verdict.Defer(Replies.USER_DISABLED);
      case Destination.Deliverable _, Destination.Elsewhere _, Destination.ForeignLiteral _ ->
          Verdict.ACCEPT;
    };
  }
}
