package org.posthorn.pop3.session;

import java.util.Optional;
import org.posthorn.pop3.command.Replies;
import org.posthorn.pop3.command.Reply;
import org.posthorn.storage.mailbox.MailboxService;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.mailbox.MaildropLock;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.Protocol;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// Takes the maildrop of somebody who has proved who they are (RFC 1939 §4). Stateless.
///
/// @param mailboxes where it is
record MaildropOpener(MailboxService mailboxes) {
  /// What comes of it.
  sealed interface Result {
    record Opened(Maildrop maildrop) implements Result {}

    record Refused(Reply reply) implements Result {}
  }

  /// Locks the maildrop and looks at INBOX, in this order, so that nobody's QUIT comes in between.
  Result open(AccountId owner, String session) {
    Actor actor = Actor.user(owner, Protocol.POP3, session);
    try {
      Optional<MaildropLock> lock = mailboxes.lockMaildrop(actor, owner);
      return lock.isEmpty()
          ? new Result.Refused(Replies.MAILDROP_IN_USE)
          : look(owner, actor, lock.get());
    } catch (StorageException e) {
      return new Result.Refused(StorageReplies.of(e.error()));
    }
  }

  private Result look(AccountId owner, Actor actor, MaildropLock lock) {
    boolean opened = false;
    try {
      MailboxId inbox =
          mailboxes.find(actor, owner, MailboxName.INBOX).orElseThrow(MaildropOpener::noInbox);
      MailboxSnapshot snapshot = mailboxes.snapshot(actor, owner, inbox);
      Maildrop maildrop = Maildrop.of(owner, actor, lock, snapshot, mailboxes);
      opened = true;
      return new Result.Opened(maildrop);
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  private static StorageException noInbox() {
    return new StorageException(new StorageError.Missing("This account has no INBOX"));
  }
}
