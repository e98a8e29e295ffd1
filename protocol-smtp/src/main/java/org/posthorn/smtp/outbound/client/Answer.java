package org.posthorn.smtp.outbound.client;

import org.posthorn.smtp.command.EnhancedCode;

/// What became of one recipient in a transaction.
public sealed interface Answer {
  /// The server has the message for it.
  ///
  /// @param dsn whether it was asked for reports in our stead (RFC 3461 §5.2.1)
  record Taken(PeerReply reply, boolean dsn) implements Answer {}

  /// The server said no, for now or for good.
  ///
  /// @param stage which command it said so to
  record Refused(PeerReply reply, Stage stage) implements Answer {}

  /// This server cannot take this message; it was not asked.
  ///
  /// @param elsewhere whether another server of the destination may be able to
  record Unfit(EnhancedCode status, String reason, boolean elsewhere) implements Answer {}

  /// The connection broke before the message was there: nothing has happened.
  record Unasked() implements Answer {}

  /// The connection broke after the message was sent and before the server said whether it has it
  /// (RFC 1047): trying again may make a second copy, not trying may lose it.
  record Unsure(String reason) implements Answer {}

  /// The command that was answered.
  enum Stage {
    MAIL,
    RCPT,
    DATA,
    /// The message, or a chunk of it.
    CONTENT
  }
}
