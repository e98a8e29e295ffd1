package org.posthorn.storage.model;

/// The ways in which somebody comes to the store.
public enum Protocol {
  IMAP,
  POP3,
  SUBMISSION,
  SMTP,
  /// The command line and other acts of the administrator.
  ADMIN,
  /// The daemon's own background work.
  SYSTEM
}
