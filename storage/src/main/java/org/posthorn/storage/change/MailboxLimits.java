package org.posthorn.storage.change;

import org.posthorn.config.MailboxConfig;

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
}
