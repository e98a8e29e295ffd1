package org.posthorn.storage.mailbox;

/// How much of each message a visit is going to look at, so that it is read ahead in batches.
public enum Want {
  /// Nothing of the message itself but [StoredMessage#structure()].
  STRUCTURE,
  /// The octets of the header: [StoredMessage#header()].
  HEADER,
  /// All octets.
  CONTENT
}
