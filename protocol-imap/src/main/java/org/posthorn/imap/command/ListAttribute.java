package org.posthorn.imap.command;

import org.posthorn.storage.model.SpecialUse;

/// What LIST tells of a mailbox in its parentheses (RFC 9051 §7.3.1, RFC 6154 §2).
public enum ListAttribute {
  NON_EXISTENT("\\NonExistent"),
  NO_SELECT("\\Noselect"),
  NO_INFERIORS("\\Noinferiors"),
  HAS_CHILDREN("\\HasChildren"),
  HAS_NO_CHILDREN("\\HasNoChildren"),
  MARKED("\\Marked"),
  UNMARKED("\\Unmarked"),
  SUBSCRIBED("\\Subscribed"),
  DRAFTS("\\Drafts"),
  SENT("\\Sent"),
  TRASH("\\Trash"),
  JUNK("\\Junk"),
  ARCHIVE("\\Archive"),
  FLAGGED("\\Flagged"),
  ALL("\\All");

  private final String wireName;

  ListAttribute(String wireName) {
    this.wireName = wireName;
  }

  /// The word on the wire, with its backslash.
  public String wireName() {
    return wireName;
  }

  /// The attribute of a special use.
  public static ListAttribute of(SpecialUse use) {
    return switch (use) {
      case DRAFTS -> DRAFTS;
      case SENT -> SENT;
      case TRASH -> TRASH;
      case JUNK -> JUNK;
      case ARCHIVE -> ARCHIVE;
      case FLAGGED -> FLAGGED;
      case ALL -> ALL;
    };
  }
}
