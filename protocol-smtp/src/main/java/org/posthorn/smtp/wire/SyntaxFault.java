package org.posthorn.smtp.wire;

import org.posthorn.smtp.command.Reply;

/// A command that breaks the syntax; carries the answer. Never leaves [CommandParser].
final class SyntaxFault extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Reply reply;

  SyntaxFault(Reply reply) {
    super(reply.summary(), null, false, false);
    this.reply = reply;
  }

  Reply reply() {
    return reply;
  }
}
