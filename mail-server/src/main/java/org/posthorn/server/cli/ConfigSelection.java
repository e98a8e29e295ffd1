package org.posthorn.server.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.read.ConfigReader;
import picocli.CommandLine.Option;

/// Which configuration a command reads.
final class ConfigSelection {
  private static final Path DEFAULT = Path.of("/etc/posthorn/posthorn.toml");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The daemon's configuration file. Default: /etc/posthorn/posthorn.toml.")
  @Nullable Path config;

  /// The file, which is there.
  Path file() {
    Path file = (config == null ? DEFAULT : config).toAbsolutePath().normalize();
    if (!Files.exists(file)) {
      throw new CommandFailure(
          ExitCode.NO_INPUT, file + ": no such file; name the configuration with --config FILE");
    }
    return file;
  }

  /// The directory that the file is in.
  Path folder() {
    return Objects.requireNonNull(file().getParent(), "a file has a folder");
  }

  /// @throws org.posthorn.config.read.ConfigException where the file is wrong
  PosthornConfig read() {
    return ConfigReader.read(file()).orThrow();
  }
}
