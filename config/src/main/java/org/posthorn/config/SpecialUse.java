package org.posthorn.config;

import org.posthorn.config.value.Choice;

/// What a mailbox is for (RFC 6154).
public enum SpecialUse implements Choice {
  /// Nothing special.
  NONE("none"),
  /// `\Archive`
  ARCHIVE("archive"),
  /// `\Drafts`
  DRAFTS("drafts"),
  /// `\Junk`
  JUNK("junk"),
  /// `\Sent`
  SENT("sent"),
  /// `\Trash`
  TRASH("trash"),
  /// `\Flagged`
  FLAGGED("flagged"),
  /// `\All`
  ALL("all");

  private final String text;

  SpecialUse(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
