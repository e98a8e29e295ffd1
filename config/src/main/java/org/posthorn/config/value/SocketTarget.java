package org.posthorn.config.value;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/// Where another program listens: `"unix:/run/filter.sock"` or `"127.0.0.1:3310"`. Immutable.
///
/// @param text as it is written
public record SocketTarget(String text) {
  private static final String UNIX = "unix:";

  public SocketTarget {
    if (text.startsWith(UNIX)) {
      if (!Path.of(text.substring(UNIX.length())).isAbsolute()) {
        throw new IllegalArgumentException("\"" + text + "\" needs an absolute path");
      }
    } else if (text.lastIndexOf(':') <= 0) {
      throw new IllegalArgumentException("\"" + text + "\" is not unix:/path and not host:port");
    } else {
      HostPort.parse(text, 1);
    }
  }

  /// Reads the text form.
  ///
  /// @throws IllegalArgumentException with a message for the admin
  public static SocketTarget parse(String text) {
    return new SocketTarget(text.strip());
  }

  /// Whether it is a Unix socket.
  public boolean isUnix() {
    return text.startsWith(UNIX);
  }

  /// The address; a host name is looked up now.
  public SocketAddress toSocketAddress() {
    if (isUnix()) {
      return UnixDomainSocketAddress.of(text.substring(UNIX.length()));
    }
    HostPort host = HostPort.parse(text, 1);
    return new InetSocketAddress(host.host(), host.port());
  }

  @Override
  public String toString() {
    return text;
  }
}
