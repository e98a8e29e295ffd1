package org.posthorn.storage.engine.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthorn.storage.engine.rocksdb.BodyIndex.SegmentUse;
import org.posthorn.storage.engine.segment.BodyPlace;
import org.posthorn.storage.model.BlobHash;

/// Whether the index agrees with itself: each segment's live bytes are those of the bodies that
/// stand in it, and the inline bodies are those that the index says stand inline.
final class Bookkeeping {
  private Bookkeeping() {}

  static void check(CrashStore store, String where) {
    BodyIndex index = store.engine().index();
    Map<Long, Long> live = new HashMap<>();
    Set<BlobHash> inline = new HashSet<>();
    for (BlobHash hash : index.page(Optional.empty(), Integer.MAX_VALUE / 1024)) {
      switch (index.find(hash).orElseThrow()) {
        case BodyPlace.InSegment(long segment, long _, long length) ->
            live.merge(segment, length, Long::sum);
        case BodyPlace.Inline _ -> inline.add(hash);
        case BodyPlace.InFile _ -> {}
      }
    }
    live.forEach(
        (segment, bytes) ->
            assertEquals(bytes, index.segment(segment).map(SegmentUse::live).orElseThrow(), where));
    Set<BlobHash> kept = new HashSet<>();
    store.engine().inlineBodies().forEach(body -> kept.add(body.hash()));
    assertEquals(inline, kept, where);
  }
}
