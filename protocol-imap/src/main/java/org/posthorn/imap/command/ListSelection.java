package org.posthorn.imap.command;

/// Which mailboxes an extended LIST wants (RFC 5258 §3.1, RFC 6154 §5.2).
public enum ListSelection {
  SUBSCRIBED,
  REMOTE,
  RECURSIVEMATCH,
  SPECIAL_USE
}
