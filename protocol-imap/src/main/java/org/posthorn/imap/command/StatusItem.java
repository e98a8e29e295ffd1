package org.posthorn.imap.command;

/// What STATUS can tell of a mailbox (RFC 9051 §6.3.11, RFC 7162 §3.1.7, RFC 8438). The constant's
/// name is the word on the wire.
public enum StatusItem {
  MESSAGES,
  RECENT,
  UIDNEXT,
  UIDVALIDITY,
  UNSEEN,
  DELETED,
  SIZE,
  HIGHESTMODSEQ
}
