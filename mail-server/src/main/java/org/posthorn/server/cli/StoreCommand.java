package org.posthorn.server.cli;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.posthorn.config.LogConfig;
import org.posthorn.config.LogLevel;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.StorageEngine;
import org.posthorn.server.admin.AdminClient;
import org.posthorn.server.admin.AdminCommand;
import org.posthorn.server.admin.Console;
import org.posthorn.server.daemon.Logging;
import org.posthorn.server.daemon.OpenStore;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A command that works on a store: in the daemon where one runs, else by opening the store itself.
abstract class StoreCommand implements AdminCommand, Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin StoreSelection selection = new StoreSelection();

  /// Whether the command may make a store where there is none.
  boolean mayCreateStore() {
    return false;
  }

  /// Whether the command reads [org.posthorn.server.admin.Console#input].
  boolean readsInput() {
    return false;
  }

  /// The command's input: a password asked for, a file to import. Called once, before anything else
  /// happens, on the side of the user.
  InputStream openInput() throws IOException {
    return new ByteArrayInputStream(new byte[0]);
  }

  @Override
  public final Integer call() throws IOException {
    PosthornConfig config = selection.read();
    try (InputStream input = openInput()) {
      Console console = Terminals.console(spec.commandLine(), input);
      Optional<AdminClient> daemon = AdminClient.connect(config.adminSocket());
      if (daemon.isPresent()) {
        try (AdminClient client = daemon.get()) {
          return client.run(words(), console, readsInput());
        }
      }
      return runHere(config, console);
    }
  }

  private int runHere(PosthornConfig config, Console console) throws IOException {
    if (!mayCreateStore()
        && config.storage().engine() == StorageEngine.EMBEDDED
        && !Files.isDirectory(config.server().dataDir().resolve(StagedStore.ROWS))) {
      throw new CommandFailure(
          ExitCode.NO_INPUT, "there is no store in " + config.server().dataDir());
    }
    StoreOwner.check(config.server().dataDir());
    Logging.configure(LogConfig.defaults().withLevel(LogLevel.ERROR), Optional.empty());
    try (OpenStore store = OpenStore.open(config, new SimpleMeterRegistry())) {
      return run(store.mail(), console);
    }
  }

  /// The words for the daemon: as they were given.
  List<String> words() {
    return spec.root().commandLine().getParseResult().originalArgs();
  }
}
