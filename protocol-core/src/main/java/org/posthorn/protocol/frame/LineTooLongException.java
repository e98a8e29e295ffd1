package org.posthorn.protocol.frame;

import java.io.IOException;

/// A line in the middle of a command (after a literal, or an authentication response) was longer
/// than allowed. It has been thrown away, so the input stands at the start of the next line.
public final class LineTooLongException extends IOException {
  private static final long serialVersionUID = 1L;

  public LineTooLongException(int limit) {
    super("line longer than " + limit + " octets");
  }
}
