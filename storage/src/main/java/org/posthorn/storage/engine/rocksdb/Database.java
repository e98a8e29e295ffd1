package org.posthorn.storage.engine.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.io.RealDisk;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.MutableDBOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;
import org.rocksdb.SstFileReader;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// RocksDB with its options and three column families. Errors are [StorageException]s with
/// [StorageError.Unavailable], or [StorageError.Corrupt] for damaged blocks. Thread-safe; closed
/// after all use has ended.
final class Database implements AutoCloseable {
  private static final byte[] BODIES = {'b', 'o', 'd', 'i', 'e', 's'};
  private static final byte[] INLINE = {'i', 'n', 'l', 'i', 'n', 'e'};

  private final List<AutoCloseable> natives = new ArrayList<>();
  private final RocksDB db;
  private final ColumnFamilyHandle rows;
  private final ColumnFamilyHandle bodies;
  private final ColumnFamilyHandle inline;
  private final WriteOptions unlogged = keep(new WriteOptions().setDisableWAL(true));
  private final ReadOptions durable = keep(new ReadOptions().setReadTier(ReadTier.PERSISTED_TIER));
  private final ReadOptions plain = keep(new ReadOptions());

  /// A shard of the cache has to have room for the largest block by far: a file of some million
  // rows
  /// has a filter of several megabytes, and one that does not fit is read again for each row.
  private static final long LEAST_SHARD = 32L << 20;

  private static final int MAX_SHARD_BITS = 6;

  private Database(Path directory, long blockCache, long memtable) throws RocksDBException {
    LRUCache cache = keep(new LRUCache(blockCache, shardBits(blockCache)));
    BloomFilter filter = keep(new BloomFilter(10));
    ColumnFamilyOptions rowOptions = familyOptions(cache, filter, memtable);
    ColumnFamilyOptions bodyOptions =
        familyOptions(cache, filter, memtable / 2)
            .setMemtablePrefixBloomSizeRatio(0.05)
            .setMemtableWholeKeyFiltering(true);
    // What is deleted before the memtable is full never leaves it.
    ColumnFamilyOptions inlineOptions = familyOptions(cache, filter, memtable / 2);
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    db =
        RocksDB.open(
            keep(databaseOptions()),
            directory.toString(),
            List.of(
                new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, rowOptions),
                new ColumnFamilyDescriptor(BODIES, bodyOptions),
                new ColumnFamilyDescriptor(INLINE, inlineOptions)),
            handles);
    rows = handles.get(0);
    bodies = handles.get(1);
    inline = handles.get(2);
  }

  private <T extends AutoCloseable> T keep(T object) {
    natives.add(object);
    return object;
  }

  static Database open(Path directory, long blockCache, long memtable) {
    RocksDB.loadLibrary();
    try {
      // Also makes the directory's own name durable.
      new RealDisk().makeDirectory(directory);
      return new Database(directory, blockCache, memtable);
    } catch (IOException failure) {
      throw new StorageException(
          new StorageError.Unavailable("the store cannot be opened"), failure);
    } catch (RocksDBException failure) {
      throw cannotOpen(failure);
    }
  }

  /// What an administrator reads, so RocksDB's own words may be in it: they name the file.
  private static StorageException cannotOpen(RocksDBException failure) {
    String message = String.valueOf(failure.getMessage());
    if (isCorrupt(failure)) {
      return new StorageException(
          new StorageError.Corrupt("rows are damaged: " + message), failure);
    }
    if (message.contains("lock")) {
      return unavailable("another process has opened the store", failure);
    }
    return unavailable(
        message.startsWith("Column families not opened")
            ? "the store was written by a newer Posthorn"
            : "the rows cannot be opened: " + message,
        failure);
  }

  private static StorageException unavailable(String why, RocksDBException cause) {
    return new StorageException(new StorageError.Unavailable(why), cause);
  }

  private static int shardBits(long cache) {
    int bits = 0;
    while (bits < MAX_SHARD_BITS && cache >> (bits + 1) >= LEAST_SHARD) {
      bits++;
    }
    return bits;
  }

  private static DBOptions databaseOptions() {
    return new DBOptions()
        .setCreateIfMissing(true)
        .setCreateMissingColumnFamilies(true)
        // The redo log is ours: see the package. What is flushed is one moment of all families.
        .setAtomicFlush(true)
        // For stores of the time when the rows had RocksDB's own log.
        .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
        .setMaxBackgroundJobs(2)
        .setBytesPerSync(1 << 20)
        .setMaxOpenFiles(1000)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setKeepLogFileNum(3)
        .setStatsDumpPeriodSec(0);
  }

  private ColumnFamilyOptions familyOptions(LRUCache cache, BloomFilter filter, long memtable) {
    BlockBasedTableConfig blocks =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setFilterPolicy(filter)
            .setCacheIndexAndFilterBlocks(true)
            .setPinL0FilterAndIndexBlocksInCache(true)
            .setFormatVersion(5);
    return keep(new ColumnFamilyOptions())
        .setTableFormatConfig(blocks)
        .setWriteBufferSize(memtable)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setLevelCompactionDynamicLevelBytes(true);
  }

  static StorageException failed(RocksDBException failure) {
    return new StorageException(
        isCorrupt(failure)
            ? new StorageError.Corrupt("the store is damaged")
            : new StorageError.Unavailable("the store cannot be used"),
        failure);
  }

  private static boolean isCorrupt(RocksDBException failure) {
    return Optional.ofNullable(failure.getStatus())
        .map(status -> status.getCode() == org.rocksdb.Status.Code.Corruption)
        .orElse(false);
  }

  /// Reads every file of rows, and compares the checksum of each block.
  ///
  /// @return a line for each damaged one
  List<String> damagedFiles() {
    List<String> damaged = new ArrayList<>();
    try {
      // Else compaction would take files away meanwhile.
      db.disableFileDeletions();
      for (LiveFileMetaData file : db.getLiveFilesMetaData()) {
        damage(file.path() + file.fileName()).ifPresent(damaged::add);
      }
      db.enableFileDeletions();
    } catch (RocksDBException failure) {
      throw failed(failure);
    }
    return damaged;
  }

  private static Optional<String> damage(String file) {
    try (Options options = new Options();
        SstFileReader reader = new SstFileReader(options)) {
      reader.open(file);
      reader.verifyChecksum();
      return Optional.empty();
    } catch (RocksDBException failure) {
      return Optional.of("rows are damaged: " + failure.getMessage());
    }
  }

  int bodiesFamily() {
    return bodies.getID();
  }

  int inlineFamily() {
    return inline.getID();
  }

  /// Makes a batch visible, a [RowBatch] as octets. It is durable only when it is flushed; until
  /// then the log has it.
  void apply(byte[] batch) {
    try (WriteBatch nativeBatch = new WriteBatch(batch)) {
      db.write(unlogged, nativeBatch);
    } catch (RocksDBException failure) {
      throw failed(failure);
    }
  }

  /// Makes everything applied durable.
  void flush() {
    try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
      db.flush(options, List.of(rows, bodies, inline));
    } catch (RocksDBException failure) {
      throw failed(failure);
    }
  }

  /// What is not flushed is left to the log when this is closed.
  void leaveUnflushed() {
    try {
      db.setDBOptions(MutableDBOptions.builder().setAvoidFlushDuringShutdown(true).build());
    } catch (RocksDBException failure) {
      throw failed(failure);
    }
  }

  Optional<byte[]> get(ReadOptions options, byte[] key) {
    try {
      return Optional.ofNullable(db.get(rows, options, key));
    } catch (RocksDBException failure) {
      throw failed(failure);
    }
  }

  /// The values of many keys; an absent one is an empty [Optional].
  List<Optional<byte[]>> getAll(ReadOptions options, List<byte[]> keys) {
    try {
      List<Optional<byte[]>> values = new ArrayList<>(keys.size());
      for (byte[] value :
          db.multiGetAsList(options, java.util.Collections.nCopies(keys.size(), rows), keys)) {
        values.add(Optional.ofNullable(value));
      }
      return values;
    } catch (RocksDBException failure) {
      throw failed(failure);
    }
  }

  Optional<byte[]> getBody(byte[] key) {
    return get(bodies, key);
  }

  /// As [#getBody], but only what is flushed.
  Optional<byte[]> getDurableBody(byte[] key) {
    try {
      return Optional.ofNullable(db.get(bodies, durable, key));
    } catch (RocksDBException failure) {
      throw failed(failure);
    }
  }

  Optional<byte[]> getInline(byte[] key) {
    return get(inline, key);
  }

  private Optional<byte[]> get(ColumnFamilyHandle family, byte[] key) {
    try {
      return Optional.ofNullable(db.get(family, plain, key));
    } catch (RocksDBException failure) {
      throw failed(failure);
    }
  }

  RocksIterator iterator(ReadOptions options) {
    return db.newIterator(rows, options);
  }

  RocksIterator bodyIterator(ReadOptions options) {
    return db.newIterator(bodies, options);
  }

  RocksIterator inlineIterator(ReadOptions options) {
    return db.newIterator(inline, options);
  }

  /// Says what stopped an iterator, if it was not the end.
  static void check(RocksIterator iterator) {
    try {
      iterator.status();
    } catch (RocksDBException failure) {
      throw failed(failure);
    }
  }

  Snapshot snapshot() {
    return db.getSnapshot();
  }

  void release(Snapshot snapshot) {
    db.releaseSnapshot(snapshot);
  }

  /// Writes a copy of everything into a directory that does not exist yet.
  void checkpoint(Path target) {
    try (Checkpoint checkpoint = Checkpoint.create(db)) {
      checkpoint.createCheckpoint(target.toString());
    } catch (RocksDBException failure) {
      throw failed(failure);
    }
  }

  @Override
  public void close() {
    rows.close();
    bodies.close();
    inline.close();
    db.close();
    for (AutoCloseable object : natives.reversed()) {
      try {
        object.close();
      } catch (Exception failure) {
        throw new IllegalStateException("a native object was not closed", failure);
      }
    }
  }
}
