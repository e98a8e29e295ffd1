package org.posthorn.imap.wire;

import org.posthorn.imap.command.AppendMessage;

/// What follows the octets of a message in an APPEND command.
public sealed interface AppendStep {

  /// The command is complete.
  record End() implements AppendStep {}

  /// Another message (RFC 3502).
  record Next(AppendMessage message) implements AppendStep {}

  /// The rest is no IMAP: answered BAD, and nothing may be stored.
  ///
  /// @param problem plain words, safe to show
  record Malformed(String problem) implements AppendStep {}
}
