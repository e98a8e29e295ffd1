package org.posthorn.imap.session;

/// Ends a command with a reply from wherever it stands; the session's state stays as it was. Caught
/// once, at the top of the session.
final class CommandRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Reply reply;

  CommandRefused(Reply reply) {
    super(reply.text(), null, false, false);
    this.reply = reply;
  }

  Reply reply() {
    return reply;
  }
}
