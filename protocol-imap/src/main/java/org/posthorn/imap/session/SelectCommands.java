package org.posthorn.imap.session;

import java.io.IOException;
import org.posthorn.imap.command.ImapResponse.Exists;
import org.posthorn.imap.command.ImapResponse.Notice;
import org.posthorn.imap.command.ImapResponse.Recent;
import org.posthorn.imap.command.ResponseCode;
import org.posthorn.imap.command.ResponseCode.Simple;
import org.posthorn.imap.session.SessionState.LoggedIn;
import org.posthorn.imap.session.SessionState.Selected;
import org.posthorn.storage.mailbox.MailboxService;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.mailbox.OpenMailbox;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.model.UidSet;

/// SELECT, EXAMINE, CLOSE, UNSELECT (RFC 3501 §6.3.1, §6.3.2, §6.4.2; RFC 3691).
final class SelectCommands {
  private final SessionContext context;

  SelectCommands(SessionContext context) {
    this.context = context;
  }

  /// Selects a mailbox. Whether it succeeds or not, the one before is no longer selected (RFC 3501
  /// §6.3.1).
  Step open(LoggedIn state, MailboxName name, boolean readOnly) throws IOException {
    OpenMailbox open;
    try {
      MailboxService mailboxes = context.services().mailboxes();
      MailboxId id = find(state, name);
      open = mailboxes.open(state.actor(), state.owner(), id, !readOnly);
    } catch (StorageException e) {
      return Step.to(state.unselected(), StorageReplies.of(e.error()));
    }
    SelectedMailbox view =
        SelectedMailbox.opened(name, readOnly, open.recentFrom(), open.snapshot());
    describe(view);
    Simple access = readOnly ? Simple.READ_ONLY : Simple.READ_WRITE;
    return Step.to(new Selected(state.login(), view), Reply.ok(access, "Mailbox selected"));
  }

  private MailboxId find(LoggedIn state, MailboxName name) {
    return context
        .services()
        .mailboxes()
        .find(state.actor(), state.owner(), name)
        .orElseThrow(
            () -> new StorageException(new StorageError.Missing("There is no such mailbox")));
  }

  private void describe(SelectedMailbox view) throws IOException {
    MailboxSnapshot snapshot = view.snapshot();
    FlagLists.tell(context, view);
    context.send(new Exists(view.size()));
    context.send(new Recent(view.recentCount()));
    int unseen = snapshot.firstUnseen();
    if (unseen >= 0) {
      int number = view.number(unseen);
      context.send(Notice.ok(new ResponseCode.Unseen(number), "First unseen message"));
    }
    context.send(Notice.ok(new ResponseCode.UidValidity(snapshot.uidValidity()), "UIDs are valid"));
    context.send(Notice.ok(new ResponseCode.UidNext(snapshot.uidNext()), "Predicted next UID"));
  }

  /// CLOSE: removes what is marked `\Deleted`, without a word (RFC 3501 §6.4.2).
  Step close(Selected state) {
    SelectedMailbox view = state.mailbox();
    MailboxSnapshot snapshot = view.snapshot();
    if (!view.readOnly() && snapshot.size() > 0) {
      UidSet all = UidSet.range(1, snapshot.uid(snapshot.size() - 1));
      context.services().mailboxes().expunge(state.actor(), state.owner(), view.id(), all);
    }
    return Step.to(state.unselected(), Reply.ok("Mailbox closed"));
  }

  Step unselect(Selected state) {
    return Step.to(state.unselected(), Reply.ok("Mailbox unselected"));
  }
}
