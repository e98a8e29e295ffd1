package org.posthorn.storage.engine.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.posthorn.storage.engine.segment.BodyPlace;
import org.posthorn.storage.engine.segment.Segments;
import org.posthorn.storage.model.BlobHash;

/// Appends bodies to segments, one after the other, in one turn: who makes one has the segments to
/// itself until it is closed. Used by one thread.
///
/// An [IOException] that is not [NoRoom] is fatal: the state of the disk is unknown.
final class SegmentAppender implements AutoCloseable {
  private final Segments segments;
  private final CommitMetrics metrics;
  private boolean appended;

  SegmentAppender(Segments segments, CommitMetrics metrics) {
    this.segments = segments;
    this.metrics = metrics;
    segments.appending().lock();
  }

  /// A new segment could not be made.
  static final class NoRoom extends IOException {
    private static final long serialVersionUID = 1;

    NoRoom(IOException cause) {
      super("no room for a new segment", cause);
    }
  }

  /// Appends a body, which is durable after the next [#sync].
  BodyPlace.InSegment append(BlobHash hash, ByteBuffer encoded) throws IOException {
    if (segments.needsNewSegment(encoded.remaining())) {
      roll();
      try {
        segments.startSegment(encoded.remaining());
      } catch (IOException failure) {
        throw new NoRoom(failure);
      }
    }
    BodyPlace.InSegment place = segments.append(hash, encoded);
    appended = true;
    return place;
  }

  /// Closes the active segment.
  void roll() throws IOException {
    sync();
    segments.roll();
  }

  /// Makes everything appended durable.
  void sync() throws IOException {
    if (appended) {
      long start = System.nanoTime();
      segments.sync();
      metrics.segmentSynced(start);
      appended = false;
    }
  }

  @Override
  public void close() {
    segments.appending().unlock();
  }
}
