package org.posthorn.storage.engine;

import java.util.Map;
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

  /// One of those that were opened together, else opened now.
  static BodyHolder open(Engine engine, BlobHash hash, Map<BlobHash, EngineBody> together) {
    EngineBody opened = together.get(hash);
    return opened == null ? open(engine, hash) : new BodyHolder(Optional.of(opened));
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
