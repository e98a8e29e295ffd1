package org.posthorn.config;

import java.util.List;
import java.util.Optional;
import org.posthorn.config.value.ByteSize;

/// What accounts and mailboxes are like: `[mailbox]`. Immutable.
///
/// @param defaultQuota quota of accounts that have none of their own; 0 means no limit
/// @param maxMailboxes mailboxes of an account
/// @param maxKeywords different keywords in a mailbox
/// @param addressSeparator what divides `user+detail@domain` (RFC 5233); empty means nothing does
/// @param created the mailboxes of a new account, besides INBOX
public record MailboxConfig(
    ByteSize defaultQuota,
    int maxMailboxes,
    int maxKeywords,
    Optional<Character> addressSeparator,
    List<AutoMailbox> created) {
  public MailboxConfig {
    created = List.copyOf(created);
  }

  public static MailboxConfig defaults() {
    return new MailboxConfig(ByteSize.ZERO, 2000, 200, Optional.of('+'), AutoMailbox.standard());
  }

  public MailboxConfig withDefaultQuota(ByteSize defaultQuota) {
    return new MailboxConfig(defaultQuota, maxMailboxes, maxKeywords, addressSeparator, created);
  }

  public MailboxConfig withMaxMailboxes(int maxMailboxes) {
    return new MailboxConfig(defaultQuota, maxMailboxes, maxKeywords, addressSeparator, created);
  }

  public MailboxConfig withMaxKeywords(int maxKeywords) {
    return new MailboxConfig(defaultQuota, maxMailboxes, maxKeywords, addressSeparator, created);
  }

  public MailboxConfig withAddressSeparator(Optional<Character> addressSeparator) {
    return new MailboxConfig(defaultQuota, maxMailboxes, maxKeywords, addressSeparator, created);
  }

  public MailboxConfig withCreated(List<AutoMailbox> created) {
    return new MailboxConfig(defaultQuota, maxMailboxes, maxKeywords, addressSeparator, created);
  }
}
