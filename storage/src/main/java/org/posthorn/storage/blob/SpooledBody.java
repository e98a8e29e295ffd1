package org.posthorn.storage.blob;

import org.posthorn.storage.model.BlobHash;

/// A message that has come in whole and waits, in memory or in a spool file, to be stored. Not
/// thread-safe.
public interface SpooledBody extends AutoCloseable {
  /// The SHA-256 of its octets.
  BlobHash hash();

  /// Its octets.
  Content content();

  /// Gives back memory and file; a body that was stored meanwhile stays stored. Idempotent.
  @Override
  void close();
}
