package org.posthorn.storage.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.config.AutoMailbox;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.SpecialUse;

/// The mailboxes that a new account gets.
///
/// @param mailboxes in the order in which they are made; parents before children
public record AccountMailboxes(List<Template> mailboxes) {
  public AccountMailboxes {
    mailboxes = List.copyOf(mailboxes);
  }

  /// One mailbox of a new account.
  public record Template(MailboxName name, Optional<SpecialUse> use, boolean subscribed) {}

  /// INBOX and those of the configuration.
  public static AccountMailboxes of(List<AutoMailbox> configured) {
    List<Template> all = new ArrayList<>();
    all.add(new Template(MailboxName.INBOX, Optional.empty(), true));
    for (AutoMailbox box : configured) {
      all.add(new Template(MailboxName.parse(box.name()), use(box), box.subscribed()));
    }
    return new AccountMailboxes(all);
  }

  private static Optional<SpecialUse> use(AutoMailbox box) {
    return switch (box.specialUse()) {
      case NONE -> Optional.empty();
      case ARCHIVE -> Optional.of(SpecialUse.ARCHIVE);
      case DRAFTS -> Optional.of(SpecialUse.DRAFTS);
      case JUNK -> Optional.of(SpecialUse.JUNK);
      case SENT -> Optional.of(SpecialUse.SENT);
      case TRASH -> Optional.of(SpecialUse.TRASH);
      case FLAGGED -> Optional.of(SpecialUse.FLAGGED);
      case ALL -> Optional.of(SpecialUse.ALL);
    };
  }
}
