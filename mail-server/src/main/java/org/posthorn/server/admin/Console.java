package org.posthorn.server.admin;

import java.io.InputStream;

/// Where a command reads its input and tells what it did: the terminal, or the other end of the
/// admin socket. Used by one thread at a time.
public interface Console {
  /// A line for standard output.
  void out(String line);

  /// A line for standard error.
  void err(String line);

  /// How far long work has come; called as often as is handy, shown a few times a second.
  ///
  /// @param total the whole, or 0 where it is not known
  void progress(String what, long done, long total);

  /// The input: the password's line, or the file to import.
  InputStream input();
}
