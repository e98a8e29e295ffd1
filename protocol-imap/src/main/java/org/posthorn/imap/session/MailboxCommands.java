package org.posthorn.imap.session;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.imap.command.AccountCommand;
import org.posthorn.imap.command.ImapResponse;
import org.posthorn.imap.command.ResponseCode.Simple;
import org.posthorn.imap.command.StatusItem;
import org.posthorn.imap.session.SessionState.LoggedIn;
import org.posthorn.imap.session.SessionState.Selected;
import org.posthorn.storage.mailbox.MailboxService;
import org.posthorn.storage.mailbox.MailboxStatus;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.SpecialUse;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// CREATE, DELETE, RENAME, SUBSCRIBE, UNSUBSCRIBE, STATUS, NAMESPACE, ENABLE (RFC 3501 §6.3, RFC
/// 2342, RFC 5161, RFC 6154).
final class MailboxCommands {
  private final SessionContext context;

  MailboxCommands(SessionContext context) {
    this.context = context;
  }

  private MailboxService mailboxes() {
    return context.services().mailboxes();
  }

  Step create(LoggedIn state, AccountCommand.Create command) {
    if (command.uses().size() > 1) {
      // RFC 6154 §3: a server may refuse a combination.
      return Step.to(state, Reply.no(Simple.USEATTR, "A mailbox has at most one special use"));
    }
    Optional<SpecialUse> use = command.uses().stream().findFirst();
    try {
      mailboxes().create(state.actor(), state.owner(), command.mailbox(), use);
    } catch (StorageException e) {
      boolean useTaken = use.isPresent() && e.error() instanceof StorageError.Invalid;
      return Step.to(
          state,
          useTaken ? Reply.no(Simple.USEATTR, e.error().message()) : StorageReplies.of(e.error()));
    }
    return Step.to(state, Reply.ok("Mailbox created"));
  }

  /// A client that deletes the mailbox it has selected has none selected afterwards.
  Step delete(LoggedIn state, AccountCommand.Delete command) {
    Optional<MailboxId> id = mailboxes().find(state.actor(), state.owner(), command.mailbox());
    mailboxes().delete(state.actor(), state.owner(), command.mailbox());
    boolean own =
        state instanceof Selected selected
            && id.isPresent()
            && id.get().equals(selected.mailbox().id());
    return Step.to(own ? state.unselected() : state, Reply.ok("Mailbox deleted"));
  }

  Step rename(LoggedIn state, AccountCommand.Rename command) {
    mailboxes().rename(state.actor(), state.owner(), command.from(), command.to());
    return Step.to(state, Reply.ok("Mailbox renamed"));
  }

  Step subscribe(LoggedIn state, MailboxName name, boolean subscribed) {
    mailboxes().subscribe(state.actor(), state.owner(), name, subscribed);
    return Step.to(state, Reply.ok(subscribed ? "Subscribed" : "Unsubscribed"));
  }

  Step status(LoggedIn state, AccountCommand.Status command) throws IOException {
    MailboxId id =
        mailboxes()
            .find(state.actor(), state.owner(), command.mailbox())
            .orElseThrow(
                () -> new StorageException(new StorageError.Missing("There is no such mailbox")));
    MailboxStatus status = mailboxes().status(state.actor(), state.owner(), id);
    context.send(statusResponse(command.mailbox(), command.items(), status));
    return Step.to(state, Reply.ok("Status completed"));
  }

  /// The STATUS response with the items asked for.
  static ImapResponse.MailboxStatus statusResponse(
      MailboxName name, List<StatusItem> items, MailboxStatus status) {
    Map<StatusItem, Long> values = new LinkedHashMap<>();
    for (StatusItem item : items) {
      values.put(item, value(item, status));
    }
    return new ImapResponse.MailboxStatus(name, values);
  }

  private static long value(StatusItem item, MailboxStatus status) {
    return switch (item) {
      case MESSAGES -> status.messages();
      case RECENT -> status.recent();
      case UIDNEXT -> status.uidNext();
      case UIDVALIDITY -> status.uidValidity();
      case UNSEEN -> status.unseen();
      case DELETED -> status.deleted();
      case SIZE -> status.size();
      case HIGHESTMODSEQ -> status.highestModSeq();
    };
  }

  Step namespace(LoggedIn state) throws IOException {
    context.send(new ImapResponse.PersonalNamespace());
    return Step.to(state, Reply.ok("Namespace completed"));
  }

  /// Nothing can be enabled yet; what a server does not know is passed over (RFC 5161 §3.1).
  Step enable(LoggedIn state) throws IOException {
    context.send(new ImapResponse.Enabled(List.of()));
    return Step.to(state, Reply.ok("Enable completed"));
  }
}
