package org.posthorn.smtp.policy.lists;

import java.net.InetAddress;
import java.util.function.Supplier;
import org.posthorn.config.inbound.CheckAction;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.ForwardPath;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.policy.Consequence;
import org.posthorn.smtp.policy.PolicyChecks;
import org.posthorn.smtp.policy.SmtpPolicy.AtConnect;
import org.posthorn.smtp.policy.SmtpPolicy.AtHelo;
import org.posthorn.smtp.policy.SmtpPolicy.AtMail;
import org.posthorn.smtp.policy.SmtpPolicy.AtRcpt;
import org.posthorn.smtp.policy.Verdict;

/// The block list. Thread-safe.
///
/// @param list what is in force
/// @param names proves DNS names
/// @param action what is done with what is on it
public record BlockCheck(Supplier<AccessList> list, ProvedNames names, CheckAction action) {
  private static final Reply CLIENT = Reply.of(554, 7, 1, "Mail from your host is not taken here");
  private static final Reply SENDER = Reply.of(550, 7, 1, "Mail of this sender is not taken here");
  private static final Reply RECIPIENT =
      Reply.of(550, 7, 1, "Mail for this recipient is not taken");

  /// Has the list asked in each phase.
  public void addTo(PolicyChecks.Part part) {
    part.connect(this::connect).helo(this::helo).mail(this::mail).rcpt(this::rcpt);
  }

  private Verdict connect(AtConnect context) {
    AccessList now = list.get();
    InetAddress client = context.client().address();
    if (now.hasAddress(client)) {
      return found("address", CLIENT);
    }
    return now.asksForNames() && names.of(client, context.scope()).stream().anyMatch(now::hasName)
        ? found("name", CLIENT)
        : Verdict.ACCEPT;
  }

  private Verdict helo(AtHelo context) {
    return list.get().hasHelo(context.identity().helo()) ? found("helo", CLIENT) : Verdict.ACCEPT;
  }

  private Verdict mail(AtMail context) {
    return context.sender().asAddress().filter(list.get()::hasSender).isPresent()
        ? found("sender", SENDER)
        : Verdict.ACCEPT;
  }

  private Verdict rcpt(AtRcpt context) {
    return context.recipient() instanceof ForwardPath.Recipient(EnvelopeAddress address)
            && list.get().hasRecipient(address)
        ? found("recipient", RECIPIENT)
        : Verdict.ACCEPT;
  }

  private Verdict found(String what, Reply reply) {
    return Consequence.of(action, "block-list", what, reply);
  }
}
