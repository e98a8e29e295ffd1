package org.posthorn.storage.engine.rocksdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.posthorn.storage.blob.EncodedBody;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// Hands transactions to the [Committer]; spooled files are synced and moved to their place by an
/// I/O thread before, so that they never hold up others. Thread-safe.
final class BodyPlacer {
  private final BodyIndex index;
  private final BodyFiles files;
  private final Committer committer;
  private final Executor io;

  BodyPlacer(BodyIndex index, BodyFiles files, Committer committer, Executor io) {
    this.index = index;
    this.files = files;
    this.committer = committer;
    this.io = io;
  }

  CompletableFuture<Void> submit(RowBatch rows, List<SpooledBody> bodies, List<BlobHash> deleted) {
    List<EncodedBody> small = new ArrayList<>(bodies.size());
    List<EncodedBody> large = new ArrayList<>();
    List<BlobHash> expected = new ArrayList<>();
    for (SpooledBody spooled : bodies) {
      EncodedBody body = EncodedBody.of(spooled);
      if (!body.inFile()) {
        small.add(body);
      } else if (index.find(body.hash()).isPresent()) {
        expected.add(body.hash());
      } else {
        large.add(body);
      }
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    List<Request.PlacedFile> placed = new ArrayList<>(large.size());
    Request.Write write = new Request.Write(rows, small, placed, expected, deleted, done);
    if (large.isEmpty()) {
      committer.submit(write);
    } else {
      io.execute(() -> place(large, placed, write));
    }
    return done;
  }

  private void place(
      List<EncodedBody> large, List<Request.PlacedFile> placed, Request.Write write) {
    try {
      for (EncodedBody body : large) {
        placed.add(files.place(body));
      }
      committer.submit(write);
    } catch (IOException | RuntimeException failure) {
      // Whether synced bytes are on disk is unknown now.
      committer.fail(failure);
      write
          .done()
          .completeExceptionally(
              new StorageException(new StorageError.Unavailable("the store has stopped"), failure));
    }
  }
}
