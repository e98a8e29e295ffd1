package org.posthorn.smtp.policy;

import java.util.List;
import java.util.Optional;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.policy.SmtpPolicy.AtRcpt;
import org.posthorn.smtp.transaction.Destination;
import org.posthorn.smtp.transaction.RemoteDelivery;
import org.posthorn.smtp.transaction.Role;
import org.posthorn.storage.model.MailAddress;

/// Never an open relay: mail for elsewhere is taken from users who logged in on a submission
/// listener, and from nobody else (RFC 5321 §3.6.2, §7.9).
///
/// @param remote says whether mail can leave at all
public record RelayControl(RemoteDelivery remote) implements Check<AtRcpt> {
  @Override
  public Verdict check(AtRcpt context) {
    return switch (context.destination()) {
      case Destination.Elsewhere(MailAddress recipient) ->
          mayRelay(context) ? leave(context, List.of(recipient)) : denied();
      case Destination.ForeignLiteral() -> denied();
      case Destination.Deliverable d -> leave(context, d.remote());
      case Destination.UnknownUser _, Destination.Disabled _ -> Verdict.ACCEPT;
    };
  }

  private static boolean mayRelay(AtRcpt context) {
    return context.client().role() == Role.SUBMISSION && context.identity().principal().isPresent();
  }

  private Verdict leave(AtRcpt context, List<MailAddress> recipients) {
    for (MailAddress recipient : recipients) {
      Optional<Reply> refusal = remote.refusal(context.envelope(), recipient);
      if (refusal.isPresent()) {
        return Verdict.refuse(refusal.get());
      }
    }
    return Verdict.ACCEPT;
  }

  private static Verdict denied() {
    return new Verdict.Reject(Replies.RELAY_DENIED);
  }
}
