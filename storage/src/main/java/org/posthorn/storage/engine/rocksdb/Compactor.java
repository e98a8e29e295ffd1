package org.posthorn.storage.engine.rocksdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.engine.rocksdb.BodyIndex.SegmentUse;
import org.posthorn.storage.engine.segment.BodyPlace;
import org.posthorn.storage.engine.segment.Segment;
import org.posthorn.storage.engine.segment.Segments;
import org.posthorn.storage.model.BlobHash;

/// Wins back the space of deleted bodies: the live bodies of a mostly dead segment are written
/// again by the [BodyMover]; once the index names their new places durably, the old
/// segment is dropped. Used by one thread at a time.
final class Compactor {
  /// Bytes copied by one request, so that transactions never wait long behind it.
  private static final int PORTION = 2 << 20;

  private final BodyIndex index;
  private final Segments segments;
  private final BodyMover mover;

  Compactor(BodyIndex index, Segments segments, BodyMover mover) {
    this.index = index;
    this.segments = segments;
    this.mover = mover;
  }

  /// Compacts every closed segment of which less than the given share is alive.
  ///
  /// @return how many segments are gone
  int run(double aliveBelow) {
    int gone = 0;
    // In this order: a segment begun in between is not among the numbers.
    List<Long> numbers = segments.numbers();
    Optional<Long> active = segments.activeNumber();
    for (long number : numbers) {
      if (active.isPresent() && number >= active.get()) {
        break;
      }
      Optional<SegmentUse> use = index.segment(number);
      if (use.isPresent() && use.get().live() < use.get().end() * aliveBelow) {
        gone += compact(number, use.get()) ? 1 : 0;
      }
    }
    return gone;
  }

  private boolean compact(long number, SegmentUse use) {
    Optional<Segment> segment = segments.acquire(number);
    if (segment.isEmpty()) {
      return false;
    }
    boolean allMoved;
    try {
      allMoved = use.live() <= 0 || move(segment.get(), use.end());
    } finally {
      segment.get().release();
    }
    if (allMoved) {
      mover.drop(number);
    }
    return allMoved;
  }

  /// Returns whether no body stands in the segment any more.
  private boolean move(Segment segment, long end) {
    List<BodyMover.Copy> portion = new ArrayList<>();
    List<BlobHash> moved = new ArrayList<>();
    long[] bytes = {0};
    segments.walk(
        segment,
        end,
        (hash, place) -> {
          if (standsIn(hash, place)) {
            byte[] encoded = new byte[(int) place.length()];
            segment.read(place.offset(), encoded, 0, encoded.length);
            portion.add(new BodyMover.Copy(hash, place, encoded));
            moved.add(hash);
            bytes[0] += encoded.length;
          }
          if (bytes[0] >= PORTION) {
            submit(portion);
            bytes[0] = 0;
          }
          return true;
        });
    submit(portion);
    return moved.stream().noneMatch(hash -> standsIn(hash, segment.number()))
        && index.segment(segment.number()).map(SegmentUse::live).orElse(0L) <= 0;
  }

  private void submit(List<BodyMover.Copy> portion) {
    if (!portion.isEmpty()) {
      mover.move(portion);
      portion.clear();
    }
  }

  private boolean standsIn(BlobHash hash, BodyPlace place) {
    return index.find(hash).filter(place::equals).isPresent();
  }

  private boolean standsIn(BlobHash hash, long number) {
    return index
        .find(hash)
        .map(place -> place instanceof BodyPlace.InSegment in && in.segment() == number)
        .orElse(false);
  }
}
