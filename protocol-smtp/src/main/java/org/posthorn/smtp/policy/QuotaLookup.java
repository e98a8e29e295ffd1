package org.posthorn.smtp.policy;

import org.posthorn.storage.mailbox.QuotaUsage;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;

/// The part of [org.posthorn.storage.mailbox.MailboxService] that SMTP needs. Thread-safe.
@FunctionalInterface
public interface QuotaLookup {
  /// How much of its quota an account uses.
  QuotaUsage quota(Actor actor, AccountId owner);
}
