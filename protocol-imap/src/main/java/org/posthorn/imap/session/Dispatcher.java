package org.posthorn.imap.session;

import java.io.IOException;
import org.posthorn.imap.command.AccountCommand;
import org.posthorn.imap.command.AnyStateCommand;
import org.posthorn.imap.command.ImapCommand;
import org.posthorn.imap.command.PreLoginCommand;
import org.posthorn.imap.command.SelectedCommand;
import org.posthorn.imap.command.Tag;
import org.posthorn.imap.session.SessionState.Authenticated;
import org.posthorn.imap.session.SessionState.Idling;
import org.posthorn.imap.session.SessionState.LoggedIn;
import org.posthorn.imap.session.SessionState.LoggedOut;
import org.posthorn.imap.session.SessionState.NotAuthenticated;
import org.posthorn.imap.session.SessionState.Selected;
import org.posthorn.protocol.session.SessionTask;

/// Sends each command to its handler if the state allows it (RFC 3501 §3): the groups of commands
/// are the rules.
final class Dispatcher {
  private final GeneralCommands general;
  private final AuthCommands auth;
  private final SelectCommands select;
  private final MailboxCommands mailboxes;
  private final ListCommands lists;
  private final AppendCommand append;
  private final IdleCommand idle;
  private final MessageCommands messages;
  private final FetchCommand fetch;
  private final SearchCommand search;
  private final SessionTask wake;

  /// @param wake tells an idling session of changes
  Dispatcher(SessionContext context, ViewSync sync, IdleCommand idle, SessionTask wake) {
    this.general = new GeneralCommands(context);
    this.auth = new AuthCommands(context);
    this.select = new SelectCommands(context);
    this.mailboxes = new MailboxCommands(context);
    this.lists = new ListCommands(context);
    this.append = new AppendCommand(context);
    this.idle = idle;
    this.messages = new MessageCommands(context, sync);
    this.fetch = new FetchCommand(context, sync);
    this.search = new SearchCommand(context);
    this.wake = wake;
  }

  /// Runs a command.
  Step run(SessionState state, Tag tag, ImapCommand command) throws IOException {
    return switch (command) {
      case AnyStateCommand any -> general.run(state, any);
      case PreLoginCommand login ->
          switch (state) {
            case NotAuthenticated anyone -> auth.run(anyone, tag, login);
            case LoggedIn _, Idling _, LoggedOut _ -> refuse(state, "You have logged in already");
          };
      case AccountCommand account ->
          switch (state) {
            case LoggedIn loggedIn -> account(loggedIn, tag, account);
            case NotAuthenticated _, Idling _, LoggedOut _ -> refuse(state, "Log in first");
          };
      case SelectedCommand selected ->
          switch (state) {
            case Selected withMailbox -> selected(withMailbox, tag, selected);
            case Authenticated _ -> refuse(state, "Select a mailbox first");
            case NotAuthenticated _, Idling _, LoggedOut _ -> refuse(state, "Log in first");
          };
    };
  }

  private static Step refuse(SessionState state, String why) {
    return Step.to(state, Reply.bad(why));
  }

  private Step account(LoggedIn state, Tag tag, AccountCommand command) throws IOException {
    return switch (command) {
      case AccountCommand.Enable _ -> mailboxes.enable(state);
      case AccountCommand.Select c -> select.open(state, c.mailbox(), false);
      case AccountCommand.Examine c -> select.open(state, c.mailbox(), true);
      case AccountCommand.Create c -> mailboxes.create(state, c);
      case AccountCommand.Delete c -> mailboxes.delete(state, c);
      case AccountCommand.Rename c -> mailboxes.rename(state, c);
      case AccountCommand.Subscribe c -> mailboxes.subscribe(state, c.mailbox(), true);
      case AccountCommand.Unsubscribe c -> mailboxes.subscribe(state, c.mailbox(), false);
      case AccountCommand.ListMailboxes c -> lists.list(state, c);
      case AccountCommand.Lsub c -> lists.lsub(state, c);
      case AccountCommand.Namespace _ -> mailboxes.namespace(state);
      case AccountCommand.Status c -> mailboxes.status(state, c);
      case AccountCommand.Append c -> append.run(state, c);
      case AccountCommand.Idle _ -> idle.begin(tag, state, wake);
    };
  }

  private Step selected(Selected state, Tag tag, SelectedCommand command) throws IOException {
    return switch (command) {
      // Everything is durable already; the session tells what changed (RFC 3501 §6.4.1).
      case SelectedCommand.Check _ -> Step.to(state, Reply.ok("Check completed"));
      case SelectedCommand.Close _ -> select.close(state);
      case SelectedCommand.Unselect _ -> select.unselect(state);
      case SelectedCommand.Expunge _ -> messages.expunge(state);
      case SelectedCommand.UidExpunge c -> messages.expunge(state, c);
      case SelectedCommand.Search c -> search.run(tag, state, c);
      case SelectedCommand.Fetch c -> fetch.run(state, c);
      case SelectedCommand.Store c -> messages.store(state, c);
      case SelectedCommand.Copy c -> messages.copy(state, c);
      case SelectedCommand.Move c -> messages.move(state, c);
    };
  }
}
