package org.posthorn.server.admin;

import org.posthorn.storage.MailStore;

/// An act of the administrator on a store.
@FunctionalInterface
public interface AdminCommand {
  /// Does it.
  ///
  /// @return the exit code, one of [org.posthorn.server.cli.ExitCode]
  /// @throws org.posthorn.storage.model.StorageException for what the store refuses; its message is
  ///     told, and the exit code follows from its kind
  int run(MailStore store, Console console);
}
