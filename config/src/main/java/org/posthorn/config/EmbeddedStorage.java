package org.posthorn.config;

import org.posthorn.config.value.ByteSize;

/// The embedded engine, body segments and RocksDB under the data directory: `[storage.embedded]`.
/// Immutable.
///
/// @param blockCache memory for blocks of the index that were read
/// @param memtable memory for rows not yet written to the index files, for all tables together
/// @param segmentSize size of a body segment; a full one is closed and the next is begun
/// @param diskReserve when less space than this is free, new mail is refused for now
/// @param readerThreads threads that read; 0 means twice the processors
/// @param writerThreads threads that run write transactions; 0 means twice the processors
/// @param maxCommitBatch transactions made durable by one sync at most
public record EmbeddedStorage(
    ByteSize blockCache,
    ByteSize memtable,
    ByteSize segmentSize,
    ByteSize diskReserve,
    int readerThreads,
    int writerThreads,
    int maxCommitBatch) {
  public static EmbeddedStorage defaults() {
    return new EmbeddedStorage(
        ByteSize.ofMegabytes(256),
        ByteSize.ofMegabytes(64),
        ByteSize.ofMegabytes(256),
        ByteSize.ofGigabytes(1),
        0,
        0,
        512);
  }

  /// [#readerThreads] with 0 worked out for this machine.
  public int effectiveReaderThreads() {
    return readerThreads > 0 ? readerThreads : 2 * Runtime.getRuntime().availableProcessors();
  }

  /// [#writerThreads] with 0 worked out for this machine.
  public int effectiveWriterThreads() {
    return writerThreads > 0 ? writerThreads : 2 * Runtime.getRuntime().availableProcessors();
  }

  public EmbeddedStorage withBlockCache(ByteSize blockCache) {
    return new EmbeddedStorage(
        blockCache,
        memtable,
        segmentSize,
        diskReserve,
        readerThreads,
        writerThreads,
        maxCommitBatch);
  }

  public EmbeddedStorage withMemtable(ByteSize memtable) {
    return new EmbeddedStorage(
        blockCache,
        memtable,
        segmentSize,
        diskReserve,
        readerThreads,
        writerThreads,
        maxCommitBatch);
  }

  public EmbeddedStorage withSegmentSize(ByteSize segmentSize) {
    return new EmbeddedStorage(
        blockCache,
        memtable,
        segmentSize,
        diskReserve,
        readerThreads,
        writerThreads,
        maxCommitBatch);
  }

  public EmbeddedStorage withDiskReserve(ByteSize diskReserve) {
    return new EmbeddedStorage(
        blockCache,
        memtable,
        segmentSize,
        diskReserve,
        readerThreads,
        writerThreads,
        maxCommitBatch);
  }

  public EmbeddedStorage withReaderThreads(int readerThreads) {
    return new EmbeddedStorage(
        blockCache,
        memtable,
        segmentSize,
        diskReserve,
        readerThreads,
        writerThreads,
        maxCommitBatch);
  }

  public EmbeddedStorage withWriterThreads(int writerThreads) {
    return new EmbeddedStorage(
        blockCache,
        memtable,
        segmentSize,
        diskReserve,
        readerThreads,
        writerThreads,
        maxCommitBatch);
  }

  public EmbeddedStorage withMaxCommitBatch(int maxCommitBatch) {
    return new EmbeddedStorage(
        blockCache,
        memtable,
        segmentSize,
        diskReserve,
        readerThreads,
        writerThreads,
        maxCommitBatch);
  }
}
