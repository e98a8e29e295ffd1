package org.posthorn.server.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.read.ConfigReader;
import picocli.CommandLine.Option;

/// Which store a command works on.
final class StoreSelection {
  private static final Path DEFAULT_CONFIG = Path.of("/etc/posthorn/posthorn.toml");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The daemon's configuration file. Default: /etc/posthorn/posthorn.toml.")
  @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data directory instead, such as that of 'posthorn try'.")
  @Nullable Path data;

  /// The configuration of the store.
  ///
  /// @throws org.posthorn.config.read.ConfigException where the file is wrong
  PosthornConfig read() {
    if (data != null && config == null) {
      PosthornConfig defaults = PosthornConfig.defaults();
      return defaults.withServer(defaults.server().withDataDir(data.toAbsolutePath().normalize()));
    }
    if (config == null && !Files.exists(DEFAULT_CONFIG)) {
      throw new CommandFailure(
          ExitCode.NO_INPUT, "name the store: --config FILE, or --data DIR (see --help)");
    }
    return ConfigReader.read(config == null ? DEFAULT_CONFIG : config).orThrow();
  }
}
