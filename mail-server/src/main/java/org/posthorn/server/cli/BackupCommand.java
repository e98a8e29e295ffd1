package org.posthorn.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.posthorn.server.admin.Console;
import org.posthorn.storage.MailStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `posthorn backup`: a consistent copy of the store, while the daemon works or not.
@Command(
    name = "backup",
    description = {
      "Write a consistent copy of the store to a new directory, while the daemon works or not.",
      "It is made of hard links where it lies on the same file system: then it takes no time and",
      "no space, and should be copied elsewhere (rsync, tar) by whoever wants to survive the disk."
    })
final class BackupCommand extends StoreCommand {
  @Parameters(paramLabel = "DIR", description = "The directory to write; it must not exist yet.")
  Path directory;

  /// The daemon has another working directory, so relative paths are refused there; the words that
  /// reach it are the user's own.
  @Override
  InputStream openInput() throws IOException {
    if (!directory.isAbsolute()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "name the directory by its full path: " + directory.toAbsolutePath().normalize());
    }
    return super.openInput();
  }

  @Override
  public int run(MailStore store, Console console) {
    if (Files.exists(directory)) {
      throw new CommandFailure(ExitCode.CANT_CREATE, directory + " exists already");
    }
    store.store().checkpoint(directory);
    console.out("backup written to " + directory);
    return ExitCode.OK;
  }
}
