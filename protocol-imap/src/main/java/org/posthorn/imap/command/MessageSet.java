package org.posthorn.imap.command;

/// The messages that a command names, by UID or by sequence number. The two never mix: the type is
/// what the `UID` prefix said.
public sealed interface MessageSet {

  /// The numbers as the client wrote them.
  NumberSet numbers();

  /// Messages by unique identifier; those that do not exist are ignored (RFC 9051 §6.4.9).
  record Uids(NumberSet numbers) implements MessageSet {}

  /// Messages by position in the session's view.
  record SequenceNumbers(NumberSet numbers) implements MessageSet {}
}
