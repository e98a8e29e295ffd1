package org.posthorn.server.cli;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.posthorn.config.LogConfig;
import org.posthorn.config.LogLevel;
import org.posthorn.config.PosthornConfig;
import org.posthorn.server.admin.AdminClient;
import org.posthorn.server.admin.Console;
import org.posthorn.server.daemon.DataDirectory;
import org.posthorn.server.daemon.Logging;
import org.posthorn.server.daemon.OpenStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `posthorn restore`: a store from a backup.
@Command(
    name = "restore",
    header = "Copy a backup into an empty data directory.",
    description = {
      "The data directory must be empty or missing, and no daemon may run on it.",
      "All mailboxes get a new UIDVALIDITY, so that clients fetch anew instead of mixing up what",
      "came after the backup."
    })
final class RestoreCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin StoreSelection selection = new StoreSelection();

  @Parameters(paramLabel = "DIR", description = "The backup.")
  Path backup;

  @Override
  public Integer call() throws IOException {
    PosthornConfig config = selection.read();
    Path data = config.server().dataDir().toAbsolutePath();
    if (!Files.isDirectory(backup.resolve(StagedStore.ROWS))) {
      throw new CommandFailure(ExitCode.NO_INPUT, backup + " is not a backup");
    }
    refuseWhereDaemonRuns(config);
    Console console = Terminals.console(spec.commandLine(), System.in);
    StagedStore staged = new StagedStore(data);
    staged.discard();
    requireEmpty(data);
    DataDirectory.make(data, config.server().umask());
    DataDirectory.make(staged.directory(), config.server().umask());
    staged.copyFrom(backup, console);
    raiseUidValidities(config.withServer(config.server().withDataDir(staged.directory())), console);
    staged.install();
    console.out("restored " + data + " from " + backup);
    return ExitCode.OK;
  }

  private static void raiseUidValidities(PosthornConfig config, Console console)
      throws IOException {
    console.progress("raising UIDVALIDITY", 0, 0);
    Logging.configure(LogConfig.defaults().withLevel(LogLevel.ERROR), Optional.empty());
    try (OpenStore store = OpenStore.open(config, new SimpleMeterRegistry())) {
      store.mail().maintenance().raiseUidValidities();
    }
  }

  private static void refuseWhereDaemonRuns(PosthornConfig config) throws IOException {
    Optional<AdminClient> daemon = AdminClient.connect(config.adminSocket());
    if (daemon.isPresent()) {
      daemon.get().close();
      throw new CommandFailure(
          ExitCode.UNAVAILABLE, "a daemon runs on " + config.server().dataDir() + "; stop it");
    }
  }

  private static void requireEmpty(Path data) throws IOException {
    if (Files.isDirectory(data)) {
      try (Stream<Path> entries = Files.list(data)) {
        if (entries.anyMatch(entry -> !entry.endsWith("tls"))) {
          throw new CommandFailure(
              ExitCode.CANT_CREATE, data + " is not empty; move what is there out of the way");
        }
      }
    }
  }
}
