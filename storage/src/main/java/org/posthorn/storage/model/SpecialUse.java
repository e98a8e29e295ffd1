package org.posthorn.storage.model;

/// What a mailbox is used for (RFC 6154 §2).
public enum SpecialUse {
  DRAFTS("\\Drafts"),
  SENT("\\Sent"),
  TRASH("\\Trash"),
  JUNK("\\Junk"),
  ARCHIVE("\\Archive"),
  FLAGGED("\\Flagged"),
  ALL("\\All");

  private final String attribute;

  SpecialUse(String attribute) {
    this.attribute = attribute;
  }

  /// The LIST attribute, with its backslash.
  public String attribute() {
    return attribute;
  }
}
