package org.posthorn.protocol.frame;

import java.io.IOException;

/// The peer was too slow in the middle of a command: it did not send what it announced, or did not
/// take what it asked for. Handlers let it pass; the session loop says farewell and closes.
public final class PeerTimeoutException extends IOException {
  private static final long serialVersionUID = 1L;

  public PeerTimeoutException(String message) {
    super(message);
  }
}
