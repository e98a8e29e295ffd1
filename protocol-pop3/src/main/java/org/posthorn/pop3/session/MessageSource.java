package org.posthorn.pop3.session;

import java.util.EnumSet;
import java.util.Optional;
import org.posthorn.storage.mailbox.MailboxService;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.mailbox.MessageWalk;
import org.posthorn.storage.mailbox.StoredMessage;
import org.posthorn.storage.mailbox.Want;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.UidSet;

/// Hands out the messages of a maildrop. Most clients take them one after the other, so the next
/// ones are read while one is sent. For one thread at a time.
final class MessageSource {
  /// About how many octets of messages a session may hold.
  private static final long AHEAD = 512 << 10;

  private final MailboxService mailboxes;
  private final Actor actor;
  private final AccountId owner;
  private final MailboxSnapshot snapshot;
  private final Way headers = new Way(Want.HEADER);
  private final Way messages = new Way(Want.CONTENT);

  MessageSource(MailboxService mailboxes, Actor actor, AccountId owner, MailboxSnapshot snapshot) {
    this.mailboxes = mailboxes;
    this.actor = actor;
    this.owner = owner;
    this.snapshot = snapshot;
  }

  /// A message of which only the header is wanted; empty if it is gone. Valid until the next one.
  Optional<StoredMessage> header(int index) {
    return headers.message(index);
  }

  /// A whole message; empty if it is gone. Valid until the next one.
  Optional<StoredMessage> message(int index) {
    return messages.message(index);
  }

  /// A walk for clients that take one message after the other.
  private final class Way {
    private final Want want;
    private Optional<MessageWalk> walk = Optional.empty();

    /// What the walk gave instead of a message that is gone.
    private Optional<StoredMessage> kept = Optional.empty();

    /// Where the walk is, if there is one, and the index behind its end.
    private int next;

    private int end;

    Way(Want want) {
      this.want = want;
    }

    Optional<StoredMessage> message(int index) {
      MessageWalk going =
          walk.filter(_ -> index == next && index < end).orElseGet(() -> start(index));
      walk = Optional.empty(); // for the case of a failure
      Optional<StoredMessage> found = kept.isPresent() ? kept : going.next();
      boolean there = found.isPresent() && found.get().uid() == snapshot.uid(index);
      kept = there ? Optional.empty() : found;
      next = index + 1;
      if (next < end) {
        walk = Optional.of(going);
      }
      return there ? found : Optional.empty();
    }

    /// To the end of the maildrop if the client goes from one message to the next; else one.
    private MessageWalk start(int index) {
      kept = Optional.empty();
      end = index == next ? snapshot.size() : index + 1;
      UidSet uids = UidSet.range(snapshot.uid(index), snapshot.uid(end - 1));
      return mailboxes.walk(actor, owner, snapshot.mailbox(), uids, EnumSet.of(want), AHEAD);
    }
  }
}
