package org.posthorn.server.cli;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.posthorn.config.LogConfig;
import org.posthorn.config.LogLevel;
import org.posthorn.config.PosthornConfig;
import org.posthorn.server.admin.AdminClient;
import org.posthorn.server.admin.TerminalConsole;
import org.posthorn.server.daemon.Logging;
import org.posthorn.server.daemon.OpenStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `posthorn restore`: a store from a backup.
@Command(
    name = "restore",
    description = {
      "Copy a backup into the data directory, which must be empty or missing; no daemon may run.",
      "All mailboxes get a new UIDVALIDITY, so that clients fetch anew instead of mixing up what",
      "came after the backup."
    })
final class RestoreCommand implements Callable<Integer> {
  @Mixin StoreSelection selection = new StoreSelection();

  @Parameters(paramLabel = "DIR", description = "The backup.")
  Path backup;

  @Override
  public Integer call() throws IOException {
    PosthornConfig config = selection.read();
    Path data = config.server().dataDir();
    if (!Files.isDirectory(backup.resolve("rows"))) {
      throw new CommandFailure(ExitCode.NO_INPUT, backup + " is not a backup");
    }
    try (var daemon = new OptionalClient(AdminClient.connect(config.adminSocket()))) {
      if (daemon.client().isPresent()) {
        throw new CommandFailure(ExitCode.UNAVAILABLE, "a daemon runs on " + data + "; stop it");
      }
    }
    boolean interactive = System.console() != null && System.console().isTerminal();
    TerminalConsole console = new TerminalConsole(System.out, System.err, System.in, interactive);
    requireEmpty(data);
    copy(data, console);
    Logging.configure(LogConfig.defaults().withLevel(LogLevel.ERROR), Optional.empty());
    try (OpenStore store = OpenStore.open(config, new SimpleMeterRegistry())) {
      console.progress("opened", 1, 1);
    }
    console.out("restored " + data + " from " + backup);
    return ExitCode.OK;
  }

  private record OptionalClient(Optional<AdminClient> client) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      if (client.isPresent()) {
        client.get().close();
      }
    }
  }

  private static void requireEmpty(Path data) throws IOException {
    if (Files.isDirectory(data)) {
      try (Stream<Path> entries = Files.list(data)) {
        if (entries.anyMatch(entry -> !entry.getFileName().toString().equals("tls"))) {
          throw new CommandFailure(
              ExitCode.CANT_CREATE, data + " is not empty; move what is there out of the way");
        }
      }
    }
  }

  private void copy(Path data, TerminalConsole console) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(backup)) {
      files = all.toList();
    }
    Files.createDirectories(data);
    long done = 0;
    for (Path file : files) {
      Path target = data.resolve(backup.relativize(file).toString());
      if (Files.isDirectory(file)) {
        Files.createDirectories(target);
      } else {
        Files.copy(file, target);
      }
      console.progress("copying files", ++done, files.size());
    }
  }
}
