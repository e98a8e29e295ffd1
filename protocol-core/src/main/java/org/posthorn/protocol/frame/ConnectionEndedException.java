package org.posthorn.protocol.frame;

import java.io.IOException;

/// The peer is gone, or the connection was closed: nothing more can be read or written. Handlers
/// let it pass; the session loop ends the session quietly.
public final class ConnectionEndedException extends IOException {
  private static final long serialVersionUID = 1L;

  public ConnectionEndedException(String message) {
    super(message);
  }
}
