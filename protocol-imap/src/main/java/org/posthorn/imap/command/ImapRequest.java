package org.posthorn.imap.command;

import java.util.Optional;

/// What the parser made of a line with its literals.
public sealed interface ImapRequest {

  /// A command that is well-formed.
  record Valid(Tag tag, ImapCommand command) implements ImapRequest {}

  /// A command that nobody knows: answered `tag BAD`.
  ///
  /// @param name the word found, cut to a sensible length
  record Unknown(Tag tag, String name) implements ImapRequest {}

  /// Not a command: answered `tag BAD`, or `* BAD` without a tag.
  ///
  /// @param verb the command, as far as it was recognised
  /// @param problem what is wrong and where, in plain words, safe to show
  record Malformed(Optional<Tag> tag, Optional<Verb> verb, String problem) implements ImapRequest {}

  /// Well-formed, but it names what can never be (a mailbox name that breaks the rules, an unknown
  /// charset): answered `tag NO`.
  record Refused(Tag tag, Verb verb, ResponseCode code, String problem) implements ImapRequest {}
}
