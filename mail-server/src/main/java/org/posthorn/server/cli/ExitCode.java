package org.posthorn.server.cli;

import org.posthorn.storage.model.StorageError;

/// Exit codes of the command line, those of BSD's `sysexits.h`.
public final class ExitCode {
  public static final int OK = 0;

  /// The command was used wrongly.
  public static final int USAGE = 64;

  /// What was given to work on is wrong.
  public static final int DATA = 65;

  /// A file to read is not there.
  public static final int NO_INPUT = 66;

  /// The named account, domain or alias does not exist.
  public static final int NO_USER = 67;

  /// Something that is needed is not there: the store is in use, a port is taken.
  public static final int UNAVAILABLE = 69;

  /// A mistake of this program.
  public static final int SOFTWARE = 70;

  /// What should be made exists already, or cannot be written.
  public static final int CANT_CREATE = 73;

  /// Reading or writing failed.
  public static final int IO = 74;

  /// It may work later.
  public static final int TEMP_FAIL = 75;

  /// The actor may not do this.
  public static final int NO_PERMISSION = 77;

  /// The configuration is wrong.
  public static final int CONFIG = 78;

  private ExitCode() {}

  /// The code for a refusal of the store.
  public static int of(StorageError error) {
    return switch (error) {
      case StorageError.Missing _ -> NO_USER;
      case StorageError.Exists _ -> CANT_CREATE;
      case StorageError.Invalid _ -> DATA;
      case StorageError.Denied _ -> NO_PERMISSION;
      case StorageError.OverQuota _, StorageError.Limit _ -> CANT_CREATE;
      case StorageError.Busy _, StorageError.Full _ -> TEMP_FAIL;
      case StorageError.Corrupt _ -> IO;
      case StorageError.Unavailable _ -> UNAVAILABLE;
    };
  }
}
