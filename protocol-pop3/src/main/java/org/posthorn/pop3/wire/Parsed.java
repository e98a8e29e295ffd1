package org.posthorn.pop3.wire;

import org.posthorn.pop3.command.Pop3Command;
import org.posthorn.pop3.command.Reply;

/// What a command line says.
public sealed interface Parsed {
  /// A well-formed command.
  record Command(Pop3Command command) implements Parsed {}

  /// No well-formed command; `reply` says why.
  record Malformed(Reply reply) implements Parsed {}
}
