package org.posthorn.imap.command;

/// One command of a client, without its tag. The four groups say in which states it is allowed (RFC
/// 9051 §6).
public sealed interface ImapCommand
    permits AnyStateCommand, PreLoginCommand, AccountCommand, SelectedCommand {

  /// Which command it is: for rules, metrics and logs.
  Verb verb();
}
