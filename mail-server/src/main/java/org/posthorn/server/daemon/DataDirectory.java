package org.posthorn.server.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.posthorn.config.value.Umask;

/// Makes the directory that all mail is kept in: nobody but the daemon's user has business there.
public final class DataDirectory {
  private DataDirectory() {}

  /// Makes the directory, and those above it, where it is missing; one that is there stays as it
  /// is.
  ///
  /// @param umask rights that it does not get
  /// @return its absolute path
  /// @throws IOException where it cannot be made
  public static Path make(Path directory, Umask umask) throws IOException {
    Path data = directory.toAbsolutePath();
    if (!Files.isDirectory(data)) {
      Path parent = data.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(
          data, PosixFilePermissions.asFileAttribute(umask.directoryPermissions()));
    }
    return data;
  }
}
