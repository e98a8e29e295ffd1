package org.posthorn.imap.session;

import org.posthorn.imap.command.Tag;
import org.posthorn.storage.directory.Principal;
import org.posthorn.storage.mailbox.Watch;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;

/// Where a session stands (RFC 3501 §3). Immutable; a command leaves the next one.
public sealed interface SessionState {

  /// Nobody has logged in yet (RFC 3501 §3.1).
  record NotAuthenticated() implements SessionState {}

  /// Somebody has logged in.
  sealed interface LoggedIn extends SessionState permits Authenticated, Selected {
    Login login();

    /// The account whose mailboxes are meant: today always the client's own.
    default AccountId owner() {
      return login().principal().account();
    }

    /// Who acts, as the store wants to know it.
    default Actor actor() {
      return login().actor();
    }

    /// The same client without a selected mailbox.
    default Authenticated unselected() {
      return new Authenticated(login());
    }
  }

  /// Somebody has logged in and selected no mailbox (RFC 3501 §3.2).
  record Authenticated(Login login) implements LoggedIn {}

  /// A mailbox is selected (RFC 3501 §3.3).
  record Selected(Login login, SelectedMailbox mailbox) implements LoggedIn {
    /// The same with another view of the mailbox.
    public Selected with(SelectedMailbox view) {
      return view.equals(mailbox) ? this : new Selected(login, view);
    }
  }

  /// The client waits in IDLE until it says DONE (RFC 2177).
  ///
  /// @param tag of the IDLE command
  /// @param before where the session stood, and will stand again
  /// @param watch what wakes the session; the session closes it
  record Idling(Tag tag, LoggedIn before, Watch watch) implements SessionState {}

  /// The session is over (RFC 3501 §3.4).
  record LoggedOut() implements SessionState {}

  /// Who has logged in.
  ///
  /// @param principal the account and its name
  /// @param actor the same towards the store
  record Login(Principal principal, Actor actor) {}
}
