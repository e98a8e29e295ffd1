package org.posthorn.imap.session;

import java.io.IOException;
import java.util.Locale;
import org.posthorn.imap.command.ImapResponse;
import org.posthorn.imap.command.Tag;
import org.posthorn.imap.session.SessionState.Idling;
import org.posthorn.imap.session.SessionState.LoggedIn;
import org.posthorn.imap.session.SessionState.Selected;
import org.posthorn.protocol.frame.Line;
import org.posthorn.protocol.session.SessionTask;
import org.posthorn.storage.mailbox.MailboxEvent;
import org.posthorn.storage.mailbox.Watch;
import org.posthorn.storage.model.MailboxId;

/// IDLE (RFC 2177). While it lasts the session has no thread: the store's watch posts a task to the
/// session, which tells what changed.
final class IdleCommand {
  private static final String DONE = "DONE";

  private final SessionContext context;
  private final ViewSync sync;

  IdleCommand(SessionContext context, ViewSync sync) {
    this.context = context;
    this.sync = sync;
  }

  /// Begins to wait. The watch stands before the view is brought up to date, so that no change
  /// falls between the two.
  ///
  /// @param wake the session's task that calls [#tell]
  Step begin(Tag tag, LoggedIn state, SessionTask wake) throws IOException {
    Watch watch = watch(state, wake);
    boolean begun = false;
    try {
      LoggedIn now = told(state);
      context.send(new ImapResponse.Continue("idling"));
      begun = true;
      return Step.waiting(new Idling(tag, now, watch));
    } finally {
      if (!begun) {
        watch.close();
      }
    }
  }

  private Watch watch(LoggedIn state, SessionTask wake) {
    if (!(state instanceof Selected selected)) {
      return () -> {};
    }
    MailboxId mailbox = selected.mailbox().id();
    return context
        .services()
        .mailboxes()
        .watch(
            state.actor(),
            state.owner(),
            event -> {
              if (concerns(event, mailbox)) {
                context.connection().post(wake);
              }
            });
  }

  private static boolean concerns(MailboxEvent event, MailboxId mailbox) {
    return switch (event) {
      case MailboxEvent.Changed(_, MailboxId changed, _) -> changed.equals(mailbox);
      case MailboxEvent.Deleted(_, MailboxId deleted) -> deleted.equals(mailbox);
      case MailboxEvent.TreeChanged _ -> false;
    };
  }

  /// Something happened in the mailbox: tells it.
  Idling tell(Idling state) throws IOException {
    return new Idling(state.tag(), told(state.before()), state.watch());
  }

  private LoggedIn told(LoggedIn state) throws IOException {
    return state instanceof Selected selected
        ? sync.run(selected, ViewSync.Rules.of(true, false))
        : state;
  }

  /// The client's next line ends the waiting, whatever it is.
  Step end(Idling state, Line line) {
    state.watch().close();
    boolean done = line.latin1().strip().toUpperCase(Locale.ROOT).equals(DONE);
    return Step.to(state.before(), done ? Reply.ok("Idle completed") : Reply.bad("Expected DONE"));
  }
}
