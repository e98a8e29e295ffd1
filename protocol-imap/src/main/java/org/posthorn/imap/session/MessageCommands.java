package org.posthorn.imap.session;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.posthorn.imap.command.ImapResponse.Notice;
import org.posthorn.imap.command.MessageSet;
import org.posthorn.imap.command.ResponseCode;
import org.posthorn.imap.command.ResponseCode.Simple;
import org.posthorn.imap.command.SelectedCommand;
import org.posthorn.imap.session.SessionState.Selected;
import org.posthorn.storage.mailbox.CopyResult;
import org.posthorn.storage.mailbox.MailboxService;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.model.UidSet;

/// STORE, COPY, MOVE, EXPUNGE and their UID forms (RFC 3501 §6.4.3, §6.4.6, §6.4.7; RFC 4315; RFC
/// 6851).
final class MessageCommands {
  private static final Reply GONE =
      Reply.no(Simple.EXPUNGEISSUED, "Some of the messages no longer exist");

  private final SessionContext context;
  private final ViewSync sync;

  MessageCommands(SessionContext context, ViewSync sync) {
    this.context = context;
    this.sync = sync;
  }

  private MailboxService mailboxes() {
    return context.services().mailboxes();
  }

  /// The new flags are told of every message named, changed or not, but for SILENT, when only what
  /// others changed meanwhile is told (RFC 3501 §6.4.6).
  Step store(Selected state, SelectedCommand.Store command) throws IOException {
    checkWritable(state);
    SelectedMailbox view = state.mailbox();
    Selection selection = Selection.of(view, command.messages());
    boolean byUid = command.messages() instanceof MessageSet.Uids;
    Selected next = state;
    if (!selection.isEmpty()) {
      UidSet uids = selection.uids();
      mailboxes()
          .store(
              state.actor(),
              state.owner(),
              view.id(),
              uids,
              command.change(),
              command.unchangedSince());
      KnownChange known = new KnownChange(uids, command.change());
      next =
          sync.run(
              state,
              new ViewSync.Rules(
                  byUid, byUid, Optional.of(known), command.silent() ? UidSet.EMPTY : uids));
    }
    return Step.to(next, !byUid && anyGone(selection, next) ? GONE : Reply.ok("Store completed"));
  }

  /// Whether a message named by its number was gone before the command could act on it (RFC 2180
  /// §4.2). UIDs of no message are no error.
  private static boolean anyGone(Selection selection, Selected after) {
    if (selection.ghosts() > 0) {
      return true;
    }
    UidSet uids = after.mailbox().hasGhosts() ? selection.uids() : UidSet.EMPTY;
    return Arrays.stream(after.mailbox().ghosts()).anyMatch(uids::contains);
  }

  Step copy(Selected state, SelectedCommand.Copy command) {
    Selection selection = present(state, command.messages());
    MailboxId target = target(state, command.target());
    if (selection.isEmpty()) {
      return Step.to(state, Reply.ok("No messages to copy"));
    }
    CopyResult result =
        toTarget(
            () ->
                mailboxes()
                    .copy(
                        state.actor(),
                        state.owner(),
                        state.mailbox().id(),
                        selection.uids(),
                        target));
    return Step.to(
        state,
        copyUid(result)
            .map(code -> Reply.ok(code, "Copy completed"))
            .orElse(Reply.ok("No messages copied")));
  }

  /// COPYUID comes before the EXPUNGE responses, which the session sends next (RFC 6851 §4.3).
  Step move(Selected state, SelectedCommand.Move command) throws IOException {
    checkWritable(state);
    Selection selection = present(state, command.messages());
    MailboxId target = target(state, command.target());
    if (selection.isEmpty()) {
      return Step.to(state, Reply.ok("No messages to move"));
    }
    CopyResult result =
        toTarget(
            () ->
                mailboxes()
                    .move(
                        state.actor(),
                        state.owner(),
                        state.mailbox().id(),
                        selection.uids(),
                        target));
    Optional<ResponseCode> code = copyUid(result);
    if (code.isPresent()) {
      context.send(Notice.ok(code.get(), "Moved"));
    }
    return Step.to(state, Reply.ok("Move completed"));
  }

  /// COPY and MOVE are all or nothing, so a message that is known to be gone ends them (RFC 2180
  /// §4.4).
  private static Selection present(Selected state, MessageSet messages) {
    Selection selection = Selection.of(state.mailbox(), messages);
    if (selection.ghosts() > 0) {
      throw new CommandRefused(GONE);
    }
    return selection;
  }

  private MailboxId target(Selected state, MailboxName name) {
    return mailboxes()
        .find(state.actor(), state.owner(), name)
        .orElseThrow(
            () ->
                new CommandRefused(Reply.no(Simple.TRYCREATE, "There is no mailbox of that name")));
  }

  private interface Transfer {
    CopyResult run();
  }

  private static CopyResult toTarget(Transfer transfer) {
    try {
      return transfer.run();
    } catch (StorageException e) {
      throw new CommandRefused(StorageReplies.ofTarget(e.error()));
    }
  }

  private static Optional<ResponseCode> copyUid(CopyResult result) {
    return result.sources().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ResponseCode.CopyUid(result.uidValidity(), result.sources(), result.targets()));
  }

  /// The session tells afterwards which messages are gone.
  Step expunge(Selected state) {
    MailboxSnapshot snapshot = state.mailbox().snapshot();
    checkWritable(state);
    if (snapshot.size() > 0) {
      expunge(state, UidSet.range(1, snapshot.uid(snapshot.size() - 1)));
    }
    return Step.to(state, Reply.ok("Expunge completed"));
  }

  Step expunge(Selected state, SelectedCommand.UidExpunge command) {
    checkWritable(state);
    Selection selection = Selection.of(state.mailbox(), command.messages());
    if (!selection.isEmpty()) {
      expunge(state, selection.uids());
    }
    return Step.to(state, Reply.ok("Expunge completed"));
  }

  private void expunge(Selected state, UidSet uids) {
    mailboxes().expunge(state.actor(), state.owner(), state.mailbox().id(), uids);
  }

  private static void checkWritable(Selected state) {
    if (state.mailbox().readOnly()) {
      throw new CommandRefused(Reply.no(Simple.READ_ONLY, "The mailbox is selected read-only"));
    }
  }
}
