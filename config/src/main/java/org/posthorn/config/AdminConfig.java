package org.posthorn.config;

import java.nio.file.Path;
import java.util.Optional;

/// How the command line talks to the daemon: `[admin]`. Immutable.
///
/// @param socket the Unix socket; empty means `admin.sock` in the data directory
public record AdminConfig(Optional<Path> socket) {
  public static AdminConfig defaults() {
    return new AdminConfig(Optional.empty());
  }
}
