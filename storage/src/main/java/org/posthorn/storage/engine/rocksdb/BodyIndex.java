package org.posthorn.storage.engine.rocksdb;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.posthorn.storage.engine.segment.BodyPlace;
import org.posthorn.storage.model.BlobHash;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/// The column family that says where bodies stand, how full segments are, and how often the store
/// was opened. Thread-safe.
final class BodyIndex {
  private static final byte BODY = 'b';
  private static final byte SEGMENT = 's';
  private static final byte[] OPENED = {'o'};
  private static final byte[] APPLIED = {'l'};

  private final Database database;

  BodyIndex(Database database) {
    this.database = database;
  }

  /// How a segment is used.
  ///
  /// @param end where its last durable record ends
  /// @param live bytes of stored bodies that the index names
  record SegmentUse(long end, long live) {
    SegmentUse add(long end, long live) {
      return new SegmentUse(Math.max(this.end, end), this.live + live);
    }

    byte[] encode() {
      return ByteBuffer.allocate(16).putLong(end).putLong(live).array();
    }

    static SegmentUse decode(byte[] value) {
      ByteBuffer in = ByteBuffer.wrap(value);
      return new SegmentUse(in.getLong(), in.getLong());
    }
  }

  Optional<BodyPlace> find(BlobHash hash) {
    return database.getBody(bodyKey(hash)).map(BodyPlace::decode);
  }

  void put(RowBatch batch, BlobHash hash, BodyPlace place) {
    batch.putInFamily(database.bodiesFamily(), bodyKey(hash), place.encode());
  }

  void delete(RowBatch batch, BlobHash hash) {
    batch.deleteInFamily(database.bodiesFamily(), bodyKey(hash));
  }

  void put(RowBatch batch, long segment, SegmentUse use) {
    batch.putInFamily(database.bodiesFamily(), segmentKey(segment), use.encode());
  }

  void deleteSegment(RowBatch batch, long segment) {
    batch.deleteInFamily(database.bodiesFamily(), segmentKey(segment));
  }

  Optional<SegmentUse> segment(long number) {
    return database.getBody(segmentKey(number)).map(SegmentUse::decode);
  }

  /// All segments that durable commits name.
  Map<Long, SegmentUse> segments() {
    Map<Long, SegmentUse> all = new TreeMap<>();
    try (ReadOptions options = new ReadOptions();
        RocksIterator iterator = database.bodyIterator(options)) {
      iterator.seek(new byte[] {SEGMENT});
      while (iterator.isValid() && iterator.key()[0] == SEGMENT) {
        long number = ByteBuffer.wrap(iterator.key(), 1, 8).getLong();
        all.put(number, SegmentUse.decode(iterator.value()));
        iterator.next();
      }
      Database.check(iterator);
    }
    return all;
  }

  /// How often the store was opened before.
  long timesOpened() {
    return database.getBody(OPENED).map(value -> ByteBuffer.wrap(value).getLong()).orElse(0L);
  }

  void putTimesOpened(RowBatch batch, long times) {
    batch.putInFamily(
        database.bodiesFamily(), OPENED, ByteBuffer.allocate(8).putLong(times).array());
  }

  /// The sequence of the last record of the log whose rows are durable in RocksDB's own files; 0 if
  /// there is none.
  long durableRecord() {
    return database
        .getDurableBody(APPLIED)
        .map(value -> ByteBuffer.wrap(value).getLong())
        .orElse(0L);
  }

  /// Notes which record of the log a batch is.
  void putRecord(RowBatch batch, long sequence) {
    batch.putInFamily(
        database.bodiesFamily(), APPLIED, ByteBuffer.allocate(8).putLong(sequence).array());
  }

  /// Up to `limit` bodies in the order of their hashes.
  ///
  /// @param after the last hash of the page before; empty for the first page
  List<BlobHash> page(Optional<BlobHash> after, int limit) {
    List<BlobHash> page = new ArrayList<>(limit);
    try (ReadOptions options = new ReadOptions();
        RocksIterator iterator = database.bodyIterator(options)) {
      iterator.seek(after.map(BodyIndex::bodyKey).orElse(new byte[] {BODY}));
      while (page.size() < limit && iterator.isValid() && iterator.key()[0] == BODY) {
        BlobHash hash = hashOf(iterator.key());
        if (after.isEmpty() || !hash.equals(after.get())) {
          page.add(hash);
        }
        iterator.next();
      }
      Database.check(iterator);
    }
    return page;
  }

  private static byte[] bodyKey(BlobHash hash) {
    return ByteBuffer.allocate(33)
        .put(BODY)
        .putLong(hash.a())
        .putLong(hash.b())
        .putLong(hash.c())
        .putLong(hash.d())
        .array();
  }

  private static BlobHash hashOf(byte[] key) {
    ByteBuffer in = ByteBuffer.wrap(key, 1, 32);
    return new BlobHash(in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }

  private static byte[] segmentKey(long number) {
    return ByteBuffer.allocate(9).put(SEGMENT).putLong(number).array();
  }
}
