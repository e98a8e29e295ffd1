package org.posthorn.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.posthorn.config.value.Umask;

/// Who this server is and where it keeps its things: `[server]`. Immutable.
///
/// @param hostname the name in greetings, EHLO answers and Received fields, fully qualified
/// @param dataDir the directory of everything that the daemon writes
/// @param postmaster the address that mail for `postmaster` of this host goes to (RFC 5321 §4.5.1)
/// @param shutdownDeadline how long running commands may take to finish when the daemon stops
/// @param umask rights that no file of the daemon gets
public record ServerConfig(
    String hostname,
    Path dataDir,
    Optional<String> postmaster,
    Duration shutdownDeadline,
    Umask umask) {
  public static ServerConfig defaults() {
    return new ServerConfig(
        "localhost",
        Path.of("/var/lib/posthorn"),
        Optional.empty(),
        Duration.ofSeconds(30),
        new Umask(077));
  }

  public ServerConfig withHostname(String hostname) {
    return new ServerConfig(hostname, dataDir, postmaster, shutdownDeadline, umask);
  }

  public ServerConfig withDataDir(Path dataDir) {
    return new ServerConfig(hostname, dataDir, postmaster, shutdownDeadline, umask);
  }

  public ServerConfig withPostmaster(Optional<String> postmaster) {
    return new ServerConfig(hostname, dataDir, postmaster, shutdownDeadline, umask);
  }

  public ServerConfig withShutdownDeadline(Duration shutdownDeadline) {
    return new ServerConfig(hostname, dataDir, postmaster, shutdownDeadline, umask);
  }
}
