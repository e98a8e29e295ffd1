package org.posthorn.storage.shared;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.mailbox.MailboxEvent;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.SpecialUse;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.MailboxRow;
import org.posthorn.storage.schema.SubscriptionRow;

/// What an account looks like at one value of its change counter, in so far as others have to be
/// told. Immutable.
///
/// @param changes the account's change counter; [#GONE] where there is no such account
/// @param mailboxes its mailboxes, deleted ones left out
/// @param subscriptions the names it has subscribed to, in order
record AccountPicture(
    AccountId account,
    long changes,
    Map<MailboxId, Mailbox> mailboxes,
    List<String> subscriptions) {
  /// Value of [#changes]: no account.
  static final long GONE = -1;

  /// One mailbox.
  ///
  /// @param place what the tree of mailboxes is made of
  /// @param modSeq the last change that touched it
  record Mailbox(Place place, long modSeq) {}

  /// Where a mailbox stands, and what it is.
  record Place(
      long parent,
      String leaf,
      MailboxRow.State state,
      long uidValidity,
      Optional<SpecialUse> use) {}

  static AccountPicture read(View view, AccountId account) {
    long changes = view.get(AccountRow.TABLE, account).map(AccountPicture::counter).orElse(GONE);
    if (changes == GONE) {
      return new AccountPicture(account, GONE, Map.of(), List.of());
    }
    Map<MailboxId, Mailbox> mailboxes = new HashMap<>();
    for (MailboxRow row : view.scan(MailboxRow.TABLE, KeyRange.prefix(account))) {
      if (row.state() != MailboxRow.State.DELETED) {
        Place place =
            new Place(row.parent(), row.leaf(), row.state(), row.uidValidity(), row.specialUse());
        mailboxes.put(row.id(), new Mailbox(place, row.highestModSeq()));
      }
    }
    List<String> subscriptions =
        view.scan(SubscriptionRow.TABLE, KeyRange.prefix(account)).stream()
            .map(SubscriptionRow::name)
            .toList();
    return new AccountPicture(account, changes, mailboxes, subscriptions);
  }

  /// An account's change counter; [#GONE] for one that was removed and is being purged.
  static long counter(AccountRow row) {
    return row.state() == AccountRow.State.REMOVED ? GONE : row.changes();
  }

  /// What has to be told to those who know the account up to a change.
  ///
  /// @param before what the tree was like at that change, or earlier
  /// @param known the last change that is known
  List<MailboxEvent> newsSince(AccountPicture before, long known) {
    List<MailboxEvent> news = new ArrayList<>();
    mailboxes.forEach(
        (id, mailbox) -> {
          if (mailbox.modSeq > known) {
            news.add(new MailboxEvent.Changed(account, id, mailbox.modSeq));
          }
        });
    before.mailboxes.keySet().stream()
        .filter(id -> !mailboxes.containsKey(id))
        .forEach(id -> news.add(new MailboxEvent.Deleted(account, id)));
    if (!hasTreeOf(before)) {
      news.add(new MailboxEvent.TreeChanged(account));
    }
    return news;
  }

  private boolean hasTreeOf(AccountPicture other) {
    return subscriptions.equals(other.subscriptions)
        && mailboxes.size() == other.mailboxes.size()
        && mailboxes.entrySet().stream()
            .allMatch(entry -> entry.getValue().place.equals(other.placeOf(entry.getKey())));
  }

  private Object placeOf(MailboxId id) {
    Mailbox mailbox = mailboxes.get(id);
    return mailbox == null ? Optional.empty() : mailbox.place;
  }

  /// Everything: for those who know nothing of the account.
  List<MailboxEvent> all() {
    List<MailboxEvent> news = new ArrayList<>();
    mailboxes.forEach(
        (id, mailbox) -> news.add(new MailboxEvent.Changed(account, id, mailbox.modSeq)));
    news.add(new MailboxEvent.TreeChanged(account));
    return news;
  }

  /// About how many bytes of heap it takes.
  int weight() {
    return 300 + 250 * mailboxes.size() + 100 * subscriptions.size();
  }
}
