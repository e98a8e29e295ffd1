package org.posthorn.imap.command;

import java.util.List;
import java.util.Set;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.SpecialUse;

/// Commands that are allowed once the client has authenticated, with or without a selected mailbox
/// (RFC 9051 §6.3).
public sealed interface AccountCommand extends ImapCommand {

  /// ENABLE (RFC 9051 §6.3.1).
  ///
  /// @param capabilities the capabilities named, in upper case
  record Enable(List<String> capabilities) implements AccountCommand {
    public Enable {
      capabilities = List.copyOf(capabilities);
    }

    @Override
    public Verb verb() {
      return Verb.ENABLE;
    }
  }

  /// SELECT (RFC 9051 §6.3.2).
  record Select(MailboxName mailbox, List<SelectParameter> parameters) implements AccountCommand {
    public Select {
      parameters = List.copyOf(parameters);
    }

    @Override
    public Verb verb() {
      return Verb.SELECT;
    }
  }

  /// EXAMINE (RFC 9051 §6.3.3).
  record Examine(MailboxName mailbox, List<SelectParameter> parameters) implements AccountCommand {
    public Examine {
      parameters = List.copyOf(parameters);
    }

    @Override
    public Verb verb() {
      return Verb.EXAMINE;
    }
  }

  /// CREATE (RFC 9051 §6.3.4), with the special uses that are asked for (RFC 6154 §3).
  record Create(MailboxName mailbox, Set<SpecialUse> uses) implements AccountCommand {
    public Create {
      uses = Set.copyOf(uses);
    }

    @Override
    public Verb verb() {
      return Verb.CREATE;
    }
  }

  /// DELETE (RFC 9051 §6.3.5).
  record Delete(MailboxName mailbox) implements AccountCommand {
    @Override
    public Verb verb() {
      return Verb.DELETE;
    }
  }

  /// RENAME (RFC 9051 §6.3.6).
  record Rename(MailboxName from, MailboxName to) implements AccountCommand {
    @Override
    public Verb verb() {
      return Verb.RENAME;
    }
  }

  /// SUBSCRIBE (RFC 9051 §6.3.7).
  record Subscribe(MailboxName mailbox) implements AccountCommand {
    @Override
    public Verb verb() {
      return Verb.SUBSCRIBE;
    }
  }

  /// UNSUBSCRIBE (RFC 9051 §6.3.8).
  record Unsubscribe(MailboxName mailbox) implements AccountCommand {
    @Override
    public Verb verb() {
      return Verb.UNSUBSCRIBE;
    }
  }

  /// LIST (RFC 9051 §6.3.9, RFC 5258).
  ///
  /// @param extended whether the client used any part of the extended syntax
  /// @param selection which mailboxes are wanted; empty for the basic command
  /// @param patterns reference and mailbox pattern joined, at least one; a single empty pattern
  ///     asks for the separator
  /// @param options what shall be told of each
  record ListMailboxes(
      boolean extended,
      Set<ListSelection> selection,
      String reference,
      List<ListPattern> patterns,
      ListReturn options)
      implements AccountCommand {
    public ListMailboxes {
      selection = Set.copyOf(selection);
      patterns = List.copyOf(patterns);
    }

    /// Whether this is `LIST "" ""`, which asks for the hierarchy separator alone.
    public boolean asksForSeparator() {
      return !extended && patterns.size() == 1 && patterns.getFirst().isBlank();
    }

    @Override
    public Verb verb() {
      return Verb.LIST;
    }
  }

  /// LSUB (RFC 3501 §6.3.9).
  record Lsub(String reference, ListPattern pattern) implements AccountCommand {
    @Override
    public Verb verb() {
      return Verb.LSUB;
    }
  }

  /// NAMESPACE (RFC 9051 §6.3.10).
  record Namespace() implements AccountCommand {
    @Override
    public Verb verb() {
      return Verb.NAMESPACE;
    }
  }

  /// STATUS (RFC 9051 §6.3.11).
  ///
  /// @param items what is asked for, in the client's order, each once
  record Status(MailboxName mailbox, List<StatusItem> items) implements AccountCommand {
    public Status {
      items = List.copyOf(items);
    }

    @Override
    public Verb verb() {
      return Verb.STATUS;
    }
  }

  /// APPEND (RFC 9051 §6.3.12). The message itself is not part of it: `first` says how many octets
  /// of it follow on the connection; whoever has read them asks the parser for the next message or
  /// the end of the command.
  record Append(MailboxName mailbox, AppendMessage first) implements AccountCommand {
    @Override
    public Verb verb() {
      return Verb.APPEND;
    }
  }

  /// IDLE (RFC 9051 §6.3.13).
  record Idle() implements AccountCommand {
    @Override
    public Verb verb() {
      return Verb.IDLE;
    }
  }
}
