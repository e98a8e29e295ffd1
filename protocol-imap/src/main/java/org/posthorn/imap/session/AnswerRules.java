package org.posthorn.imap.session;

import org.posthorn.imap.command.AccountCommand;
import org.posthorn.imap.command.AnyStateCommand;
import org.posthorn.imap.command.ImapCommand;
import org.posthorn.imap.command.MessageSet;
import org.posthorn.imap.command.NumberKind;
import org.posthorn.imap.command.PreLoginCommand;
import org.posthorn.imap.command.SelectedCommand;

/// How changes may be told in answer to each command.
final class AnswerRules {
  private AnswerRules() {}

  /// The rules for a command: sequence numbers must not move while FETCH, STORE and SEARCH are
  /// answered, but for their UID forms (RFC 3501 §7.4.1); UID commands are answered with UIDs
  /// (RFC 3501 §6.4.8).
  static ViewSync.Rules of(ImapCommand command) {
    return switch (command) {
      case SelectedCommand.Fetch fetch -> steady(fetch.messages());
      case SelectedCommand.Store store -> steady(store.messages());
      case SelectedCommand.Search search -> {
        boolean byUid = search.by() == NumberKind.UID;
        yield ViewSync.Rules.of(byUid, byUid);
      }
      case SelectedCommand.Copy copy -> ViewSync.Rules.of(true, isByUid(copy.messages()));
      case SelectedCommand.Move move -> ViewSync.Rules.of(true, isByUid(move.messages()));
      case SelectedCommand.UidExpunge _ -> ViewSync.Rules.of(true, true);
      case SelectedCommand.Check _,
          SelectedCommand.Close _,
          SelectedCommand.Unselect _,
          SelectedCommand.Expunge _,
          AnyStateCommand _,
          PreLoginCommand _,
          AccountCommand _ ->
          ViewSync.Rules.of(true, false);
    };
  }

  private static ViewSync.Rules steady(MessageSet messages) {
    boolean byUid = isByUid(messages);
    return ViewSync.Rules.of(byUid, byUid);
  }

  private static boolean isByUid(MessageSet messages) {
    return messages instanceof MessageSet.Uids;
  }
}
