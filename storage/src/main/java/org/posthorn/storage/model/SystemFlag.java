package org.posthorn.storage.model;

/// The flags that every mailbox knows (RFC 9051 §2.3.2). `\Recent` is not among them: it belongs
/// to a session, not to a message.
public enum SystemFlag {
  SEEN("\\Seen"),
  ANSWERED("\\Answered"),
  FLAGGED("\\Flagged"),
  DELETED("\\Deleted"),
  DRAFT("\\Draft");

  private final String imapName;

  SystemFlag(String imapName) {
    this.imapName = imapName;
  }

  /// The flag's name on the wire, with its backslash.
  public String imapName() {
    return imapName;
  }

  /// The flag's bit in stored rows and snapshots; never changes.
  public int bit() {
    return 1 << ordinal();
  }
}
