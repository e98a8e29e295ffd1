package org.posthorn.smtp.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.policy.SmtpPolicy.AtRcpt;
import org.posthorn.smtp.transaction.Client;
import org.posthorn.smtp.transaction.Destination;
import org.posthorn.storage.mailbox.QuotaUsage;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.Protocol;

/// A full mailbox is told of before the message comes. A look only: what counts is the quota when
/// the message is stored, so that accounts with plenty of room need not be looked at each time.
/// Where an address leads to several accounts, each is refused alone, later.
public final class QuotaCheck implements Check<AtRcpt> {
  private static final long PLENTY = 256L << 20;
  private static final Duration REMEMBERED = Duration.ofSeconds(10);
  private static final int MAX_REMEMBERED = 50_000;

  private final QuotaLookup quotas;
  private final Cache<AccountId, Boolean> roomy =
      Caffeine.newBuilder()
          .executor(Runnable::run)
          .expireAfterWrite(REMEMBERED)
          .maximumSize(MAX_REMEMBERED)
          .build();

  /// @param quotas knows how full accounts are
  public QuotaCheck(QuotaLookup quotas) {
    this.quotas = quotas;
  }

  @Override
  public Verdict check(AtRcpt context) {
    if (context.destination() instanceof Destination.Deliverable(var _, var accounts, var remote)
        && accounts.size() == 1
        && remote.isEmpty()) {
      AccountId account = accounts.getFirst().account();
      long size = Math.max(1, context.envelope().parameters().size().orElse(1));
      return size <= PLENTY && roomy.getIfPresent(account) != null
          ? Verdict.ACCEPT
          : look(context.client(), account, size);
    }
    return Verdict.ACCEPT;
  }

  private Verdict look(Client client, AccountId account, long size) {
    QuotaUsage quota = quotas.quota(Actor.system(Protocol.SMTP, client.session()), account);
    if (quota.fits(PLENTY)) {
      roomy.put(account, true);
    }
    if (quota.fits(size)) {
      return Verdict.ACCEPT;
    }
    boolean never = size > quota.limitBytes().orElse(Long.MAX_VALUE);
    return Verdict.refuse(never ? Replies.LARGER_THAN_QUOTA : Replies.MAILBOX_FULL);
  }
}
