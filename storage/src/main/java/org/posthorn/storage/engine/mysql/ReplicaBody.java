package org.posthorn.storage.engine.mysql;

import java.util.Optional;
import java.util.function.Function;
import org.posthorn.storage.blob.PiecewiseContent;
import org.posthorn.storage.engine.Engine.EngineBody;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// A body that is read from a replica. Where that fails half-way, the rest comes from the cluster:
/// the octets under a hash are the same everywhere. One thread.
final class ReplicaBody extends PiecewiseContent implements EngineBody {
  private final Replica replica;
  private final BlobHash hash;
  private final Function<BlobHash, Optional<EngineBody>> cluster;
  private EngineBody body;
  private boolean turned;

  /// @param cluster opens a body there
  ReplicaBody(
      Replica replica,
      BlobHash hash,
      EngineBody body,
      Function<BlobHash, Optional<EngineBody>> cluster) {
    super(body.size());
    this.replica = replica;
    this.hash = hash;
    this.body = body;
    this.cluster = cluster;
  }

  @Override
  public byte[] read(long offset, int length) {
    try {
      return body.read(offset, length);
    } catch (StorageException failure) {
      if (turned) {
        throw failure;
      }
      turn(failure);
      return body.read(offset, length);
    }
  }

  private void turn(StorageException failure) {
    turned = true;
    if (!(failure.error() instanceof StorageError.Unavailable)) {
      replica.damaged(hash, failure);
    }
    body.close();
    body =
        cluster
            .apply(hash)
            .orElseThrow(
                () -> new StorageException(new StorageError.Missing("the message is gone")));
  }

  @Override
  public void close() {
    body.close();
  }
}
