package org.posthorn.storage.engine.rocksdb;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.posthorn.storage.blob.EncodedBody;
import org.posthorn.storage.engine.segment.BodyPlace;
import org.posthorn.storage.model.BlobHash;

/// What the commit thread is asked to do.
sealed interface Request {
  /// Done when the request is durable and visible; fails if nothing of it was written, or if the
  /// engine has stopped.
  CompletableFuture<Void> done();

  /// A transaction.
  ///
  /// @param rows its rows, serialised
  /// @param small bodies that go into the log or a segment
  /// @param files bodies whose files stand in place, durable
  /// @param expected bodies that were stored when the transaction was handed over, so that they
  ///     were not prepared; if one has gone since, the transaction runs again
  /// @param deleted bodies to delete
  record Write(
      RowBatch rows,
      List<EncodedBody> small,
      List<PlacedFile> files,
      List<BlobHash> expected,
      List<BlobHash> deleted,
      CompletableFuture<Void> done)
      implements Request {}

  /// A body in a file of its own.
  record PlacedFile(BlobHash hash, BodyPlace.InFile place) {}

  /// Copies of bodies, to be written into a segment if they still stand where they were.
  record Move(List<Moved> bodies, CompletableFuture<Void> done) implements Request {}

  /// @param from where the body stood
  /// @param encoded its stored form
  record Moved(BlobHash hash, BodyPlace from, byte[] encoded) {}

  /// The index forgets an empty segment.
  record DropSegment(long number, CompletableFuture<Void> done) implements Request {}

  /// The active segment is closed.
  record Roll(CompletableFuture<Void> done) implements Request {}

  /// The commit thread ends after what was queued before.
  record Stop(CompletableFuture<Void> done) implements Request {}
}
