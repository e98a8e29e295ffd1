package org.posthorn.imap.wire;

import java.io.IOException;

/// The client sends a literal without waiting that is too large to be read past: the only way on is
/// `* BYE` and closing the connection (RFC 7888 §4).
public final class UnusableLiteralException extends IOException {
  private static final long serialVersionUID = 1L;

  UnusableLiteralException(long size) {
    super("literal of " + size + " octets announced");
  }
}
