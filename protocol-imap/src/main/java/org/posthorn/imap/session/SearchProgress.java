package org.posthorn.imap.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import org.posthorn.imap.command.ImapResponse.Notice;
import org.posthorn.protocol.frame.ConnectionEndedException;

/// Tells now and then how far a long search is. That keeps the client from giving up, and shows
/// whether it is still there: a closed connection is known for certain only when something is
/// written to it, since a client may end its sending and wait for the answer.
final class SearchProgress {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final SessionContext context;
  private final long total;
  private long done;
  private Instant next;

  /// @param total how many messages have to be read
  SearchProgress(SessionContext context, long total) {
    this.context = context;
    this.total = total;
    this.next = now().plus(INTERVAL);
  }

  private Instant now() {
    return context.services().clock().instant();
  }

  /// One more message was read; whether there is anybody to read the next for.
  ///
  /// @throws UncheckedIOException if the client is gone
  boolean goesOn() {
    done++;
    if (!now().isBefore(next)) {
      next = now().plus(INTERVAL);
      try {
        context.send(Notice.ok("Searching: " + done + " of about " + total + " messages read"));
        context.connection().output().flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return context.connection().isOpen();
  }

  /// The search is over.
  ///
  /// @throws ConnectionEndedException if it ended because the client is gone
  void end() throws IOException {
    if (!context.connection().isOpen()) {
      throw new ConnectionEndedException("the client left during a search");
    }
  }
}
