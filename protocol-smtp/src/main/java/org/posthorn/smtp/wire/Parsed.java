package org.posthorn.smtp.wire;

import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.command.SmtpCommand;

/// What a command line says.
public sealed interface Parsed {
  /// A well-formed command.
  record Command(SmtpCommand command) implements Parsed {}

  /// No well-formed command; `reply` says why.
  record Malformed(Reply reply) implements Parsed {}

  /// A BDAT command that does not tell how many octets follow, so that the next command cannot be
  /// found: the session has to end.
  record LostTrack(Reply reply) implements Parsed {}
}
