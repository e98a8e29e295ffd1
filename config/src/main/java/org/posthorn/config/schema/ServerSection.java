package org.posthorn.config.schema;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.posthorn.config.ServerConfig;
import org.posthorn.config.value.Umask;

/// The settings of `[server]`.
final class ServerSection {
  private static final Setting<ServerConfig, String> HOSTNAME =
      Setting.of(
              "hostname",
              Types.HOST_NAME,
              ServerConfig::hostname,
              """
          The name of this server, fully qualified. It stands in greetings, in EHLO and in Received fields.
          The MX record of your domains should point to it, and the name of its address (PTR) should be the same.
          """)
          .withExample("\"mail.example.org\"")
          .asRequired();

  private static final Setting<ServerConfig, Path> DATA_DIR =
      Setting.of(
          "data-dir",
          Types.PATH,
          ServerConfig::dataDir,
          """
          The directory of everything that the daemon writes: mail, index, admin socket. One daemon at a time may use it.
          It is created if it is missing.
          """);

  private static final Setting<ServerConfig, Optional<String>> POSTMASTER =
      Setting.of(
              "postmaster",
              Types.optional(Types.MAIL_ADDRESS),
              ServerConfig::postmaster,
              """
          The local address that gets mail for `postmaster` without a domain, and for `postmaster` of each local domain
          that has no such account or alias.
          """)
          .withExample("\"admin@example.org\"")
          .withDefaultDoc("none");

  private static final Setting<ServerConfig, Duration> SHUTDOWN_DEADLINE =
      Setting.of(
          "shutdown-deadline",
          Types.duration("0s", "1h"),
          ServerConfig::shutdownDeadline,
          """
          How long running commands, and attempts to send mail on, may take to finish after the daemon was told to stop.
          What is left then is cut off. A database that does not answer is waited for five seconds more.
          """);

  private static final Setting<ServerConfig, Umask> UMASK =
      Setting.of(
          "umask",
          Types.UMASK,
          ServerConfig::umask,
          """
          Rights that the files and directories the daemon creates do not get, in octal.
          """);

  static final Section<ServerConfig> SECTION =
      new Section<>(
          "server",
          "Who this server is",
          """

          """,
          List.of(HOSTNAME, DATA_DIR, POSTMASTER, SHUTDOWN_DEADLINE, UMASK),
          ServerSection::build);

  private ServerSection() {}

  private static ServerConfig build(Values<ServerConfig> v) {
    return new ServerConfig(
        v.get(HOSTNAME),
        v.get(DATA_DIR),
        v.get(POSTMASTER),
        v.get(SHUTDOWN_DEADLINE),
        v.get(UMASK));
  }
}
