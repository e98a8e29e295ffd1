package org.posthorn.pop3.session;

import org.posthorn.pop3.command.Replies;
import org.posthorn.pop3.command.Reply;
import org.posthorn.storage.mailbox.MailboxService;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.model.UidSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The UPDATE state (RFC 1939 §6): removes what is marked, and gives the maildrop free, whatever
/// comes of it, before the client hears of it and may connect anew. Stateless.
///
/// @param mailboxes where the messages are
record Update(MailboxService mailboxes) {
  private static final Logger LOG = LoggerFactory.getLogger(Update.class);

  Reply run(Maildrop maildrop) {
    try (var lock = maildrop.lock()) {
      if (maildrop.marks().count() == 0) {
        return Replies.GOODBYE;
      }
      return lock.held() ? remove(maildrop) : Replies.LOCK_LOST;
    } catch (StorageException e) {
      LOG.atWarn().setCause(e).log("marked messages were not removed");
      return Replies.NOT_REMOVED;
    }
  }

  private Reply remove(Maildrop maildrop) {
    UidSet marked = maildrop.markedUids();
    MailboxId mailbox = maildrop.snapshot().mailbox();
    UidSet removed = mailboxes.remove(maildrop.actor(), maildrop.owner(), mailbox, marked);
    LOG.atInfo().addKeyValue("messages", removed.size()).log("messages removed");
    return removed.equals(marked) || areGone(maildrop, marked)
        ? Replies.goodbye(marked.size())
        : Replies.NOT_REMOVED;
  }

  /// What another client has removed meanwhile is gone as well.
  private boolean areGone(Maildrop maildrop, UidSet marked) {
    MailboxSnapshot now =
        mailboxes.snapshot(maildrop.actor(), maildrop.owner(), maildrop.snapshot().mailbox());
    return marked.stream().noneMatch(uid -> now.indexOf(uid) >= 0);
  }
}
