package org.posthorn.config.schema;

import java.util.List;
import java.util.Optional;
import org.posthorn.config.MailboxConfig;
import org.posthorn.config.value.ByteSize;

/// The settings of `[mailbox]`.
final class MailboxSection {
  private static final Setting<MailboxConfig, ByteSize> DEFAULT_QUOTA =
      Setting.of(
          "default-quota",
          Types.size("0", "1024TB"),
          MailboxConfig::defaultQuota,
          """
          The quota of accounts that have none of their own. `0` means no limit.
          """);

  private static final Setting<MailboxConfig, Integer> MAX_MAILBOXES =
      Setting.of(
          "max-mailboxes",
          Types.integer(10, 100_000, "mailboxes"),
          MailboxConfig::maxMailboxes,
          """
          Mailboxes that an account may have.
          """);

  private static final Setting<MailboxConfig, Integer> MAX_KEYWORDS =
      Setting.of(
          "max-keywords",
          Types.integer(16, 1000, "keywords"),
          MailboxConfig::maxKeywords,
          """
          Different keywords (flags that clients make up) that a mailbox may have.
          """);

  private static final Setting<MailboxConfig, Optional<Character>> ADDRESS_SEPARATOR =
      Setting.of(
          "address-separator",
          Types.SEPARATOR,
          MailboxConfig::addressSeparator,
          """
          Mail for `user+anything@domain` goes to `user@domain`: this is the character between them.
          """);

  static final Section<MailboxConfig> SECTION =
      new Section<>(
          "mailbox",
          "Accounts and mailboxes",
          """

          """,
          List.of(DEFAULT_QUOTA, MAX_MAILBOXES, MAX_KEYWORDS, ADDRESS_SEPARATOR),
          MailboxSection::build);

  private MailboxSection() {}

  private static MailboxConfig build(Values<MailboxConfig> v) {
    return new MailboxConfig(
        v.get(DEFAULT_QUOTA),
        v.get(MAX_MAILBOXES),
        v.get(MAX_KEYWORDS),
        v.get(ADDRESS_SEPARATOR),
        v.base().created());
  }
}
