package org.posthorn.storage.engine.rocksdb;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.engine.EngineView;
import org.posthorn.storage.engine.Index;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.model.BlobHash;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/// Reads of one closure: at a snapshot (taken at the first read) or of the latest state.
class RocksView implements EngineView {
  private static final int FIRST_FETCH = 16;
  private static final int LARGEST_FETCH = 512;

  private final Database database;
  private final BodyIndex bodies;
  private final boolean atSnapshot;
  private Optional<Snapshot> snapshot = Optional.empty();
  private Optional<ReadOptions> options = Optional.empty();

  RocksView(Database database, BodyIndex bodies, boolean atSnapshot) {
    this.database = database;
    this.bodies = bodies;
    this.atSnapshot = atSnapshot;
  }

  private ReadOptions options() {
    if (options.isEmpty()) {
      options = Optional.of(newOptions());
    }
    return options.get();
  }

  private ReadOptions newOptions() {
    ReadOptions fresh = new ReadOptions();
    if (atSnapshot) {
      if (snapshot.isEmpty()) {
        snapshot = Optional.of(database.snapshot());
      }
      fresh.setSnapshot(snapshot.get());
    }
    return fresh;
  }

  @Override
  public <R> List<Optional<R>> get(Table<R> table, List<byte[]> keys) {
    int prefix = Keys.of(table);
    if (keys.size() == 1) {
      byte[] key = keys.getFirst();
      return List.of(
          database
              .get(options(), Keys.full(prefix, key))
              .map(value -> table.decode(key, ByteBuffer.wrap(value))));
    }
    if (keys.isEmpty()) {
      return List.of();
    }
    List<Optional<byte[]>> values =
        database.getAll(options(), keys.stream().map(key -> Keys.full(prefix, key)).toList());
    List<Optional<R>> found = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      byte[] key = keys.get(i);
      found.add(values.get(i).map(value -> table.decode(key, ByteBuffer.wrap(value))));
    }
    return found;
  }

  @Override
  public <R> void scan(Scan<R> scan, SortedVisitor<R> visitor) {
    int prefix = scan.index().map(Keys::of).orElseGet(() -> Keys.of(scan.table()));
    KeyRange.Encoded range = scan.encoded();
    byte[] from = Keys.full(prefix, range.from());
    byte[] to =
        range
            .to()
            .map(end -> Keys.full(prefix, end))
            .orElseGet(() -> Keys.full(prefix + 1, new byte[0]));
    try (Slice lower = new Slice(from);
        Slice upper = new Slice(to);
        ReadOptions bounded = newOptions().setIterateLowerBound(lower).setIterateUpperBound(upper);
        RocksIterator iterator = database.iterator(bounded)) {
      if (scan.reverse()) {
        iterator.seekToLast();
      } else {
        iterator.seek(from);
      }
      if (scan.index().isPresent()) {
        byIndex(scan, scan.index().get(), iterator, visitor);
      } else {
        byKey(scan, iterator, visitor);
      }
      Database.check(iterator);
    }
  }

  private static void step(Scan<?> scan, RocksIterator iterator) {
    if (scan.reverse()) {
      iterator.prev();
    } else {
      iterator.next();
    }
  }

  private static <R> void byKey(Scan<R> scan, RocksIterator iterator, SortedVisitor<R> visitor) {
    int left = scan.limit();
    while (left > 0 && iterator.isValid()) {
      left--;
      byte[] key = Keys.strip(iterator.key());
      R row = scan.table().decode(key, ByteBuffer.wrap(iterator.value()));
      if (!visitor.row(key, row)) {
        return;
      }
      if (left > 0) {
        step(scan, iterator);
      }
    }
  }

  /// Fetches the rows of index entries in batches that grow, since most scans end early.
  private <R> void byIndex(
      Scan<R> scan, Index<R> index, RocksIterator iterator, SortedVisitor<R> visitor) {
    int left = scan.limit();
    int fetch = FIRST_FETCH;
    while (left > 0 && iterator.isValid()) {
      List<byte[]> entries = new ArrayList<>();
      List<byte[]> keys = new ArrayList<>();
      while (entries.size() < Math.min(fetch, left) && iterator.isValid()) {
        byte[] entry = Keys.strip(iterator.key());
        entries.add(entry);
        keys.add(index.primaryKey(entry));
        step(scan, iterator);
      }
      List<Optional<R>> rows = get(scan.table(), keys);
      for (int i = 0; i < rows.size(); i++) {
        if (rows.get(i).isPresent() && !visitor.row(entries.get(i), rows.get(i).get())) {
          return;
        }
      }
      left -= entries.size();
      fetch = Math.min(2 * fetch, LARGEST_FETCH);
    }
  }

  @Override
  public boolean hasBody(BlobHash hash) {
    return bodies.find(hash).isPresent();
  }

  @Override
  public void close() {
    options.ifPresent(ReadOptions::close);
    snapshot.ifPresent(
        taken -> {
          database.release(taken);
          taken.close();
        });
  }
}
