package org.posthorn.smtp.policy.milter;

import org.posthorn.smtp.command.Reply;

/// What a filter says.
sealed interface Answer {
  /// It has made up its mind about what it was asked.
  sealed interface Decision extends Answer {}

  /// It wants to hear more.
  record Continue() implements Decision {}

  /// It has nothing against the message, or against all that comes on this connection, and need
  /// not hear more of it.
  record Accept() implements Decision {}

  /// The message is to be taken, and thrown away.
  record Discard() implements Decision {}

  /// Refused for good.
  record Reject() implements Decision {}

  /// Refused for now.
  record TempFail() implements Decision {}

  /// Refused with this reply.
  record Refuse(Reply reply) implements Decision {}

  /// It need not hear more of the same kind.
  record Skip() implements Decision {}

  /// The connection is to be ended.
  record HangUp() implements Decision {}

  /// It is at work and wants more time.
  record Progress() implements Answer {}

  /// A change that it wants once the message has come in whole.
  sealed interface Edit extends Answer {}

  /// A field at the end of the header. Texts hold one octet in each character.
  record AddField(String name, String value) implements Edit {}

  /// A field at this place, counted from 0.
  record InsertField(int index, String name, String value) implements Edit {}

  /// Another value for a field; the empty one removes it.
  ///
  /// @param occurrence which of those with this name, counted from 1
  record ChangeField(int occurrence, String name, String value) implements Edit {}

  /// Another sender.
  ///
  /// @param path as it stands in MAIL, with or without brackets
  record ChangeSender(String path) implements Edit {}

  /// One more recipient.
  record AddRecipient(String path) implements Edit {}

  /// A recipient less.
  record DeleteRecipient(String path) implements Edit {}

  /// The message is suspect.
  record Quarantine(String reason) implements Edit {}

  /// Octets of a new body follow; they are read apart.
  record ReplaceBody() implements Edit {}
}
