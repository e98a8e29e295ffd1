package org.posthorn.server.daemon;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// What has been opened, to be closed in the other order. Not thread-safe.
final class Resources implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /// Remembers a resource.
  ///
  /// @return the same
  <T extends AutoCloseable> T add(T resource) {
    open.push(resource);
    return resource;
  }

  /// Closes all of them, whatever the others do.
  ///
  /// @throws IOException with the first failure
  @Override
  public void close() throws IOException {
    Exception first = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw new IOException("could not close everything: " + first.getMessage(), first);
    }
  }
}
