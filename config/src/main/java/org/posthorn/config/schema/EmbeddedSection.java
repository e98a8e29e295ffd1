package org.posthorn.config.schema;

import java.util.List;
import org.posthorn.config.EmbeddedStorage;
import org.posthorn.config.value.ByteSize;

/// The settings of `[storage.embedded]`.
final class EmbeddedSection {
  private static final Setting<EmbeddedStorage, ByteSize> BLOCK_CACHE =
      Setting.of(
          "block-cache",
          Types.size("8MB", "1TB"),
          EmbeddedStorage::blockCache,
          """
          Memory for parts of the index that were read. More of it helps when there are many accounts.
          """);

  private static final Setting<EmbeddedStorage, ByteSize> MEMTABLE =
      Setting.of(
          "memtable",
          Types.size("4MB", "64GB"),
          EmbeddedStorage::memtable,
          """
          Memory for rows that are in the log but not yet in the index files, for all tables together.
          """);

  private static final Setting<EmbeddedStorage, ByteSize> SEGMENT_SIZE =
      Setting.of(
          "segment-size",
          Types.size("1MB", "4GB"),
          EmbeddedStorage::segmentSize,
          """
          Size of the files that message bodies are appended to.
          """);

  private static final Setting<EmbeddedStorage, ByteSize> DISK_RESERVE =
      Setting.of(
          "disk-reserve",
          Types.size("0", "1TB"),
          EmbeddedStorage::diskReserve,
          """
          When the disk has less free than this, new mail is put off (452, NO) while users can still delete.
          """);

  private static final Setting<EmbeddedStorage, Integer> READER_THREADS =
      Setting.of(
          "reader-threads",
          Types.integer(0, 1024, "threads"),
          EmbeddedStorage::readerThreads,
          """
          Threads that read from the store. `0` means twice the number of processors.
          """);

  private static final Setting<EmbeddedStorage, Integer> WRITER_THREADS =
      Setting.of(
          "writer-threads",
          Types.integer(0, 1024, "threads"),
          EmbeddedStorage::writerThreads,
          """
          Threads that run changes. `0` means twice the number of processors.
          """);

  private static final Setting<EmbeddedStorage, Integer> MAX_COMMIT_BATCH =
      Setting.of(
          "max-commit-batch",
          Types.integer(1, 65536, "transactions"),
          EmbeddedStorage::maxCommitBatch,
          """
          How many changes are made durable by one sync of the disk at most.
          """);

  static final Section<EmbeddedStorage> SECTION =
      new Section<>(
          "storage.embedded",
          "The embedded engine",
          """
          Only used with `storage.engine = "embedded"`. Its memory is outside the Java heap.
          """,
          List.of(
              BLOCK_CACHE,
              MEMTABLE,
              SEGMENT_SIZE,
              DISK_RESERVE,
              READER_THREADS,
              WRITER_THREADS,
              MAX_COMMIT_BATCH),
          EmbeddedSection::build);

  private EmbeddedSection() {}

  private static EmbeddedStorage build(Values<EmbeddedStorage> v) {
    return new EmbeddedStorage(
        v.get(BLOCK_CACHE),
        v.get(MEMTABLE),
        v.get(SEGMENT_SIZE),
        v.get(DISK_RESERVE),
        v.get(READER_THREADS),
        v.get(WRITER_THREADS),
        v.get(MAX_COMMIT_BATCH));
  }
}
