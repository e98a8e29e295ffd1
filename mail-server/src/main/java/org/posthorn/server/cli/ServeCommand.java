package org.posthorn.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.read.ConfigReader;
import org.posthorn.server.daemon.Daemon;
import org.posthorn.server.daemon.Logging;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `posthorn serve`: the daemon in the foreground.
@Command(
    name = "serve",
    header = "Run the daemon in the foreground until SIGTERM or Ctrl-C.",
    description = {
      "Then no new connections are taken, running commands finish within the configured deadline,",
      "and everything is closed."
    })
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration file.")
  Path configFile;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PosthornConfig config = ConfigReader.read(configFile).orThrow();
    Logging.configure(config.log(), Optional.ofNullable(configFile.toAbsolutePath().getParent()));
    Daemon daemon = Daemon.start(config, new StoreCommandRunner());
    new Shutdown(daemon).await();
    return ExitCode.OK;
  }
}
