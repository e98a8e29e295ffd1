package org.posthorn.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.posthorn.server.admin.Console;
import org.posthorn.storage.MailStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `posthorn backup`: a consistent copy of the store, while the daemon works or not.
@Command(
    name = "backup",
    header = "Write a consistent copy of the store, while the daemon works or not.",
    description = {
      "The copy is made of hard links where it lies on the same file system: then it takes no time and",
      "no space, and should be copied elsewhere (rsync, tar) by whoever wants to survive the disk."
    })
final class BackupCommand extends StoreCommand {
  @Parameters(paramLabel = "DIR", description = "The directory to write; it must not exist yet.")
  String directory;

  /// The daemon has another working directory: it is given the full path.
  @Override
  List<String> words() {
    String full = Path.of(directory).toAbsolutePath().normalize().toString();
    return super.words().stream().map(word -> word.equals(directory) ? full : word).toList();
  }

  @Override
  public int run(MailStore store, Console console) {
    Path target = Path.of(directory).toAbsolutePath().normalize();
    make(target);
    store.store().checkpoint(target);
    console.out("backup written to " + target);
    return ExitCode.OK;
  }

  /// Mail is nobody else's business in a backup either.
  private static void make(Path target) {
    try {
      Files.createDirectory(
          target,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException _) {
      throw new CommandFailure(ExitCode.CANT_CREATE, target + " exists already");
    } catch (java.nio.file.NoSuchFileException _) {
      throw new CommandFailure(ExitCode.CANT_CREATE, "there is no " + target.getParent());
    } catch (java.nio.file.AccessDeniedException _) {
      throw new CommandFailure(
          ExitCode.NO_PERMISSION, "the store's user may not write to " + target.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
