package org.posthorn.protocol.session;

import java.io.IOException;

/// Work that another thread hands to a session: a change of the mailbox to tell, a timer that
/// fired. It runs on the session's thread between two commands and may write.
@FunctionalInterface
public interface SessionTask {
  /// Runs on the session's thread.
  void run() throws IOException;
}
