package org.posthorn.storage.model;

/// The flags that every mailbox knows (RFC 9051 §2.3.2). `\Recent` is not among them: it belongs
/// to a session, not to a message.
public enum SystemFlag {
  SEEN("\\Seen", 1),
  ANSWERED("\\Answered", 1 << 1),
  FLAGGED("\\Flagged", 1 << 2),
  DELETED("\\Deleted", 1 << 3),
  DRAFT("\\Draft", 1 << 4);

  private final String imapName;
  private final int bit;

  SystemFlag(String imapName, int bit) {
    this.imapName = imapName;
    this.bit = bit;
  }

  /// The flag's name on the wire, with its backslash.
  public String imapName() {
    return imapName;
  }

  /// The flag's bit in stored rows and snapshots; never changes.
  public int bit() {
    return bit;
  }
}
