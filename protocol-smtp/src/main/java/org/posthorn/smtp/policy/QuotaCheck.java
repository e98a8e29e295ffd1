package org.posthorn.smtp.policy;

import java.util.List;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.policy.SmtpPolicy.AtRcpt;
import org.posthorn.smtp.transaction.Client;
import org.posthorn.smtp.transaction.Destination;
import org.posthorn.storage.directory.Resolution;
import org.posthorn.storage.mailbox.QuotaUsage;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.Protocol;

/// A full mailbox is told of before the message comes. A look only: what counts is the quota when
/// the message is stored. Where an address leads to several accounts, each is refused alone, later.
///
/// @param quotas knows how full accounts are
public record QuotaCheck(QuotaLookup quotas) implements Check<AtRcpt> {
  @Override
  public Verdict check(AtRcpt context) {
    if (context.destination() instanceof Destination.Deliverable(var _, var accounts, var remote)
        && accounts.size() == 1
        && remote.isEmpty()) {
      return look(context, accounts);
    }
    return Verdict.ACCEPT;
  }

  private Verdict look(AtRcpt context, List<Resolution.Target> accounts) {
    QuotaUsage quota = quotas.quota(actor(context.client()), accounts.getFirst().account());
    long size = context.envelope().parameters().size().orElse(0);
    if (quota.limitBytes().isPresent() && size > quota.limitBytes().getAsLong()) {
      return refuse(Replies.LARGER_THAN_QUOTA);
    }
    return quota.fits(Math.max(1, size)) ? Verdict.ACCEPT : refuse(Replies.MAILBOX_FULL);
  }

  private static Verdict refuse(Reply reply) {
    return Verdict.refuse(reply);
  }

  private static Actor actor(Client client) {
    return Actor.system(Protocol.SMTP, client.session());
  }
}
