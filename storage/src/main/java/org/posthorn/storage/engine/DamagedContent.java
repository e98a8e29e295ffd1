package org.posthorn.storage.engine;

import java.io.InputStream;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.model.StorageException;

/// A body that was read with others and is damaged: the failure waits until its turn comes, so that
/// the others can be had.
record DamagedContent(StorageException failure) implements Content {
  @Override
  public long size() {
    throw failure;
  }

  @Override
  public byte[] read(long offset, int length) {
    throw failure;
  }

  @Override
  public void writeTo(long offset, long length, Sink sink) {
    throw failure;
  }

  @Override
  public InputStream stream(long offset, long length) {
    throw failure;
  }
}
