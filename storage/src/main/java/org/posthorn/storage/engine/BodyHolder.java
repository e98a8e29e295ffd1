package org.posthorn.storage.engine;

import java.util.Optional;
import org.posthorn.storage.engine.Engine.EngineBody;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// A body that may be absent, held open on a pool thread.
record BodyHolder(Optional<EngineBody> body) implements AutoCloseable {
  static BodyHolder open(Engine engine, BlobHash hash) {
    return new BodyHolder(engine.openBody(hash));
  }

  Optional<Long> size() {
    return body.map(EngineBody::size);
  }

  byte[] read(long offset, int length) {
    return body.orElseThrow(
            () -> new StorageException(new StorageError.Missing("the message is gone")))
        .read(offset, length);
  }

  @Override
  public void close() {
    body.ifPresent(EngineBody::close);
  }
}
