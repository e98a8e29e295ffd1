package org.posthorn.server.daemon;

import java.io.IOException;
import java.util.Locale;

/// An address that the daemon should listen on is not to be had.
public final class CannotListenException extends IOException {
  private static final long serialVersionUID = 1;

  /// @param what the listener, as the administrator knows it
  /// @param address address and port
  /// @param cause what the system said
  CannotListenException(String what, String address, IOException cause) {
    super("cannot listen on " + address + " for " + what + ": " + reason(cause), cause);
  }

  private static String reason(IOException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String said = String.valueOf(cause.getMessage());
    String lower = said.toLowerCase(Locale.ROOT);
    if (lower.contains("already in use")) {
      return "another program listens there";
    }
    if (lower.contains("permission denied")) {
      return "ports below 1024 need root or CAP_NET_BIND_SERVICE";
    }
    if (lower.contains("cannot assign")) {
      return "this host does not have that address";
    }
    return said;
  }
}
