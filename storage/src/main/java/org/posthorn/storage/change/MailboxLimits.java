package org.posthorn.storage.change;

import java.util.OptionalLong;
import org.posthorn.config.MailboxConfig;
import org.posthorn.storage.schema.AccountRow;

/// How much an account may have.
///
/// @param defaultQuota octets, for accounts without a quota of their own; 0 for no limit
/// @param maxMailboxes mailboxes of an account
/// @param maxKeywords different keywords in a mailbox
public record MailboxLimits(long defaultQuota, int maxMailboxes, int maxKeywords) {
  /// As configured.
  public static MailboxLimits of(MailboxConfig config) {
    return new MailboxLimits(
        config.defaultQuota().bytes(), config.maxMailboxes(), config.maxKeywords());
  }

  /// The most octets an account may have; empty for no limit.
  public OptionalLong quotaOf(AccountRow row) {
    long limit = row.quota() == AccountRow.DEFAULT_QUOTA ? defaultQuota : row.quota();
    return limit == AccountRow.NO_LIMIT ? OptionalLong.empty() : OptionalLong.of(limit);
  }
}
