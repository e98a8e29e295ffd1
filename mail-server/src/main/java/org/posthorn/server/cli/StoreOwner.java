package org.posthorn.server.cli;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Keeps an administrator from working on a store as another user than the daemon's: the daemon
/// could not open the files that this leaves, least of all those of root.
final class StoreOwner {
  private StoreOwner() {}

  /// @throws CommandFailure where the directory is another user's
  static void check(Path data) throws IOException {
    if (Files.isDirectory(data)
        && Files.getAttribute(data, "unix:uid") instanceof Integer owner
        && owner != new UnixSystem().getUid()) {
      throw new CommandFailure(
          ExitCode.NO_PERMISSION,
          data + " belongs to " + Files.getOwner(data).getName() + ": run this as that user");
    }
  }
}
