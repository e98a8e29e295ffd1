package org.posthorn.storage.mailbox;

/// A standing wish to hear of changes; ends at [#close()], which is idempotent and returns at once.
public interface Watch extends AutoCloseable {
  @Override
  void close();
}
