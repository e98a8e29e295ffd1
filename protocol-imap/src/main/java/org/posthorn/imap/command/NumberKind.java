package org.posthorn.imap.command;

/// What a client's numbers mean (RFC 9051 §2.3.1).
public enum NumberKind {
  /// Positions in the session's view of the mailbox, from 1.
  SEQUENCE,
  /// Unique identifiers.
  UID
}
