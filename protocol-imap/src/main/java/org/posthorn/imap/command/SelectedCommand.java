package org.posthorn.imap.command;

import java.nio.charset.Charset;
import java.util.List;
import java.util.OptionalLong;
import org.posthorn.storage.model.FlagChange;
import org.posthorn.storage.model.MailboxName;

/// Commands that are allowed only while a mailbox is selected (RFC 9051 §6.4).
public sealed interface SelectedCommand extends ImapCommand {

  /// CHECK (RFC 3501 §6.4.1).
  record Check() implements SelectedCommand {
    @Override
    public Verb verb() {
      return Verb.CHECK;
    }
  }

  /// CLOSE (RFC 9051 §6.4.1).
  record Close() implements SelectedCommand {
    @Override
    public Verb verb() {
      return Verb.CLOSE;
    }
  }

  /// UNSELECT (RFC 9051 §6.4.2).
  record Unselect() implements SelectedCommand {
    @Override
    public Verb verb() {
      return Verb.UNSELECT;
    }
  }

  /// EXPUNGE (RFC 9051 §6.4.3).
  record Expunge() implements SelectedCommand {
    @Override
    public Verb verb() {
      return Verb.EXPUNGE;
    }
  }

  /// UID EXPUNGE (RFC 9051 §6.4.9).
  record UidExpunge(MessageSet.Uids messages) implements SelectedCommand {
    @Override
    public Verb verb() {
      return Verb.UID_EXPUNGE;
    }
  }

  /// SEARCH and UID SEARCH (RFC 9051 §6.4.4).
  ///
  /// @param by whether the answer names UIDs or sequence numbers
  /// @param returns the RETURN options (RFC 4731); empty set without RETURN, when the answer is
  ///     the old `* SEARCH`
  /// @param charset the charset the strings were sent in; they are decoded already
  /// @param key what a message must meet
  record Search(NumberKind by, SearchReturn returns, Charset charset, SearchKey key)
      implements SelectedCommand {
    @Override
    public Verb verb() {
      return Verb.SEARCH;
    }
  }

  /// FETCH and UID FETCH (RFC 9051 §6.4.5); macros are expanded. For [MessageSet.Uids] the handler
  /// adds UID to each response even if it is not among the items.
  ///
  /// @param items what is asked for, in the client's order
  /// @param changedSince only messages with a greater mod-sequence (RFC 7162 §3.1.4.1)
  /// @param vanished whether expunged UIDs shall be told as well (RFC 7162 §3.2.6)
  record Fetch(
      MessageSet messages, List<FetchItem> items, OptionalLong changedSince, boolean vanished)
      implements SelectedCommand {
    public Fetch {
      items = List.copyOf(items);
    }

    /// Whether any item sets `\Seen`.
    public boolean setsSeen() {
      for (FetchItem item : items) {
        if (item.setsSeen()) {
          return true;
        }
      }
      return false;
    }

    @Override
    public Verb verb() {
      return Verb.FETCH;
    }
  }

  /// STORE and UID STORE (RFC 9051 §6.4.6).
  ///
  /// @param silent whether the new flags shall not be told
  /// @param unchangedSince only messages whose mod-sequence is not greater (RFC 7162 §3.1.3)
  record Store(MessageSet messages, FlagChange change, boolean silent, OptionalLong unchangedSince)
      implements SelectedCommand {
    @Override
    public Verb verb() {
      return Verb.STORE;
    }
  }

  /// COPY and UID COPY (RFC 9051 §6.4.7).
  record Copy(MessageSet messages, MailboxName target) implements SelectedCommand {
    @Override
    public Verb verb() {
      return Verb.COPY;
    }
  }

  /// MOVE and UID MOVE (RFC 9051 §6.4.8).
  record Move(MessageSet messages, MailboxName target) implements SelectedCommand {
    @Override
    public Verb verb() {
      return Verb.MOVE;
    }
  }
}
