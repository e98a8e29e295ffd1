package org.posthorn.storage.engine.rocksdb;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.posthorn.storage.blob.EncodedBody;
import org.posthorn.storage.engine.segment.BodyPlace;
import org.posthorn.storage.model.BlobHash;

/// What the [Committer] is asked to do.
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

  /// Bodies of which durable copies stand in segments: they count if the bodies still stand where
  /// they were.
  record Move(List<Moved> bodies, CompletableFuture<Void> done) implements Request {}

  /// @param from where the body stood
  /// @param to its copy
  record Moved(BlobHash hash, BodyPlace from, BodyPlace.InSegment to) {}

  /// The index forgets a segment, if no body lives in it.
  record DropSegment(long number, CompletableFuture<Void> done) implements Request {}

  /// The active segment is closed.
  record Roll(CompletableFuture<Void> done) implements Request {}
}
