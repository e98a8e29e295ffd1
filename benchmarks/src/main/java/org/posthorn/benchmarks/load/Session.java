package org.posthorn.benchmarks.load;

import java.io.IOException;

/// A scenario that works on connections which it keeps.
///
/// @param work what it does each time
/// @param connections closed in the end
record Session(Work work, Client... connections) implements Scenario {
  /// @see Scenario#run()
  @FunctionalInterface
  interface Work {
    long run() throws IOException;
  }

  @Override
  public long run() throws IOException {
    return work.run();
  }

  @Override
  public void close() throws IOException {
    for (Client connection : connections) {
      connection.close();
    }
  }
}
