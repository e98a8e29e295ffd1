package org.posthorn.config;

import java.util.List;

/// A mailbox that a new account gets: one `[[mailbox.create]]`. Immutable.
///
/// @param name its name, `/` between levels
/// @param specialUse what it is for
/// @param subscribed whether it is subscribed
public record AutoMailbox(String name, SpecialUse specialUse, boolean subscribed) {
  /// What clients look for: Drafts, Sent, Trash, Junk, Archive. (INBOX is always there.)
  public static List<AutoMailbox> standard() {
    return List.of(
        new AutoMailbox("Drafts", SpecialUse.DRAFTS, true),
        new AutoMailbox("Sent", SpecialUse.SENT, true),
        new AutoMailbox("Trash", SpecialUse.TRASH, true),
        new AutoMailbox("Junk", SpecialUse.JUNK, true),
        new AutoMailbox("Archive", SpecialUse.ARCHIVE, true));
  }
}
