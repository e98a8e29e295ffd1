package org.posthorn.storage.engine.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.posthorn.storage.engine.segment.BodyPlace;
import org.posthorn.storage.engine.segment.Segments;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// Gives bodies another place in a segment: writes and syncs copies beside the commits that go on,
/// and has the index changed by a commit of its own. A crash before that leaves bytes that nothing
/// names. Thread-safe; one move at a time.
final class BodyMover {
  private final Segments segments;
  private final Committer committer;

  BodyMover(Segments segments, Committer committer) {
    this.segments = segments;
    this.committer = committer;
  }

  /// A body as it was read.
  ///
  /// @param from where it stood
  /// @param encoded its stored form
  record Copy(BlobHash hash, BodyPlace from, byte[] encoded) {}

  /// Moves what still stands where it was read; returns when the index names the new places. What
  /// there is no room for stays where it is.
  synchronized void move(List<Copy> bodies) {
    List<Request.Moved> moved = write(bodies);
    if (!moved.isEmpty()) {
      committer.call(new Request.Move(moved, new CompletableFuture<>()));
    }
  }

  private List<Request.Moved> write(List<Copy> bodies) {
    List<Request.Moved> moved = new ArrayList<>(bodies.size());
    try (SegmentAppender appender = new SegmentAppender(segments, committer.metrics())) {
      try {
        for (Copy body : bodies) {
          BodyPlace.InSegment place = appender.append(body.hash(), ByteBuffer.wrap(body.encoded()));
          moved.add(new Request.Moved(body.hash(), body.from(), place));
        }
      } catch (SegmentAppender.NoRoom _) {
        // Those that were written count.
      }
      appender.sync();
      return moved;
    } catch (IOException failure) {
      committer.fail(failure);
      throw new StorageException(new StorageError.Unavailable("the store has stopped"), failure);
    }
  }

  /// Forgets a segment in which no body lives. No move into it is under way meanwhile.
  synchronized void drop(long segment) {
    committer.call(new Request.DropSegment(segment, new CompletableFuture<>()));
  }
}
