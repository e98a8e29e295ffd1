package org.posthorn.benchmarks.load;

import java.io.IOException;

/// What one connection does. Made once for each connection, used by one thread.
interface Scenario extends AutoCloseable {
  /// Does the thing once; it is timed.
  ///
  /// @return how many items that was (messages, logins)
  long run() throws IOException;

  @Override
  default void close() throws IOException {}

  /// Makes the scenario of one connection.
  @FunctionalInterface
  interface Maker {
    Scenario make(Target target, int connection) throws IOException;
  }
}
