package org.posthorn.config.schema;

import java.util.List;
import org.posthorn.config.AutoMailbox;
import org.posthorn.config.SpecialUse;

/// The settings of `[[mailbox.create]]`.
final class AutoMailboxSection {
  private static final Setting<AutoMailbox, String> NAME =
      Setting.of(
              "name",
              Types.TEXT,
              AutoMailbox::name,
              """
          Its name, with `/` between levels.
          """)
          .withExample("\"Lists\"")
          .asRequired();

  private static final Setting<AutoMailbox, SpecialUse> SPECIAL_USE =
      Setting.of(
          "special-use",
          Types.choice(SpecialUse.values()),
          AutoMailbox::specialUse,
          """
          What clients are told it is for (RFC 6154).
          """);

  private static final Setting<AutoMailbox, Boolean> SUBSCRIBED =
      Setting.of(
          "subscribed",
          Types.BOOL,
          AutoMailbox::subscribed,
          """
          Whether it is subscribed, so that clients show it.
          """);

  static final Section<AutoMailbox> SECTION =
      new Section<>(
          "mailbox.create",
          "Mailboxes of a new account",
          """
          One table for each mailbox that a new account has besides INBOX. Without any, a new account gets those shown here.
          """,
          List.of(NAME, SPECIAL_USE, SUBSCRIBED),
          AutoMailboxSection::build);

  private AutoMailboxSection() {}

  private static AutoMailbox build(Values<AutoMailbox> v) {
    return new AutoMailbox(v.get(NAME), v.get(SPECIAL_USE), v.get(SUBSCRIBED));
  }

  /// What an entry of the list starts from.
  static AutoMailbox template() {
    return new AutoMailbox("", SpecialUse.NONE, true);
  }
}
