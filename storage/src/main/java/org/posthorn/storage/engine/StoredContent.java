package org.posthorn.storage.engine;

import java.util.Objects;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.blob.PiecewiseContent;
import org.posthorn.storage.model.BlobHash;

/// A stored body that is read from the engine piece by piece. Thread-safe.
final class StoredContent extends PiecewiseContent implements Content {
  private final Store store;
  private final BlobHash hash;

  StoredContent(Store store, BlobHash hash, long size) {
    super(size);
    this.store = store;
    this.hash = hash;
  }

  @Override
  public byte[] read(long offset, int length) {
    Objects.checkFromIndexSize(offset, length, size());
    return length == 0 ? new byte[0] : store.readSlice(hash, offset, length);
  }
}
