package org.posthorn.storage.engine.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.posthorn.storage.io.Disk;
import org.posthorn.storage.io.DiskFile;
import org.posthorn.storage.model.BlobHash;

/// All segments of a store, and the one that is appended to.
///
/// [#append] only stages bytes; they are durable after [#sync]. Appending, syncing and rolling is
/// for who holds [#appending]; the rest is thread-safe. An [IOException] of [#sync] leaves the
/// state of the disk
/// unknown: the caller must stop for good.
public final class Segments {
  /// Bytes before the first record: "PHS1", version (4), number (8), zeros.
  static final int HEAD = 32;

  private static final int MAGIC = 0x50485331;
  private static final int STAGE = 1 << 20;
  private static final String SUFFIX = ".seg";

  private final Disk disk;
  private final Path directory;
  private final long segmentSize;
  private final Consumer<Path> garbage;
  private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();

  private volatile Optional<Segment> active = Optional.empty();
  private long nextNumber = 1;

  private final ReentrantLock appending = new ReentrantLock();

  /// Where the next record goes in the active segment, and where the staged bytes belong.
  private long end;

  private long stagedFrom;
  private final ByteBuffer stage = ByteBuffer.allocateDirect(STAGE);

  private Segments(Disk disk, Path directory, long segmentSize, Consumer<Path> garbage) {
    this.disk = disk;
    this.directory = directory;
    this.segmentSize = segmentSize;
    this.garbage = garbage;
  }

  /// Opens the segments in a directory.
  ///
  /// @param segmentSize bytes of a new segment; a body that does not fit gets a larger one
  /// @param garbage deletes files that are no longer needed
  public static Segments open(Disk disk, Path directory, long segmentSize, Consumer<Path> garbage)
      throws IOException {
    Segments all = new Segments(disk, directory, segmentSize, garbage);
    disk.makeDirectory(directory);
    for (Path path : disk.list(directory)) {
      String name = path.getFileName() + "";
      if (name.endsWith(SUFFIX)) {
        long number = Long.parseLong(name, 0, name.length() - SUFFIX.length(), 16);
        all.add(number, path, disk.open(path));
        all.nextNumber = Math.max(all.nextNumber, number + 1);
      }
    }
    return all;
  }

  private Segment add(long number, Path path, DiskFile file) {
    Segment segment = new Segment(number, path, file, () -> garbage.accept(path));
    segments.put(number, segment);
    return segment;
  }

  /// The lock of those who append. What one has appended it syncs before it unlocks.
  public ReentrantLock appending() {
    return appending;
  }

  /// The numbers of all segments, ascending.
  public List<Long> numbers() {
    return List.copyOf(segments.keySet());
  }

  /// The file of a segment, if there is such a segment.
  public Optional<Path> path(long number) {
    return Optional.ofNullable(segments.get(number)).map(Segment::path);
  }

  /// The number of the segment that is appended to.
  public Optional<Long> activeNumber() {
    return active.map(Segment::number);
  }

  /// A segment with a reference taken, which the caller releases; empty if it is gone.
  public Optional<Segment> acquire(long number) {
    return Optional.ofNullable(segments.get(number)).filter(Segment::retain);
  }

  /// Whether a body of this length needs a new segment.
  public boolean needsNewSegment(long length) {
    return active.isEmpty() || end + RecordHead.LENGTH + length > segmentSize;
  }

  /// Makes the next segment and appends to it from now on. Called after [#sync] and [#roll].
  ///
  /// @throws IOException if the new segment could not be made (the disk may be full): nothing is
  ///     lost
  public void startSegment(long bodyLength) throws IOException {
    long number = nextNumber;
    Path path = directory.resolve(String.format(Locale.ROOT, "%016x%s", number, SUFFIX));
    DiskFile file = disk.create(path);
    nextNumber++;
    try {
      file.allocate(Math.max(segmentSize, HEAD + RecordHead.LENGTH + bodyLength));
      ByteBuffer head = ByteBuffer.allocate(HEAD);
      head.putInt(MAGIC).putInt(1).putLong(number).rewind();
      file.write(0, head);
      file.sync();
      disk.syncDirectory(directory);
    } catch (IOException failure) {
      file.close();
      disk.delete(path);
      throw failure;
    }
    active = Optional.of(add(number, path, file));
    end = HEAD;
    stagedFrom = HEAD;
  }

  /// Stages a body at the end of the active segment, which has room for it.
  ///
  /// @return where it will stand, durable after the next [#sync]
  public BodyPlace.InSegment append(BlobHash hash, ByteBuffer encoded) throws IOException {
    Segment segment = active.orElseThrow(() -> new IllegalStateException("no active segment"));
    int length = encoded.remaining();
    if (stage.remaining() < RecordHead.LENGTH) {
      flush();
    }
    new RecordHead(hash, length).write(stage);
    while (encoded.hasRemaining()) {
      if (!stage.hasRemaining()) {
        flush();
      }
      int count = Math.min(stage.remaining(), encoded.remaining());
      stage.put(encoded.slice(encoded.position(), count));
      encoded.position(encoded.position() + count);
    }
    long offset = end + RecordHead.LENGTH;
    end = offset + length;
    return new BodyPlace.InSegment(segment.number(), offset, length);
  }

  /// Writes staged bytes to the file.
  private void flush() throws IOException {
    if (active.isPresent() && stage.position() > 0) {
      stage.flip();
      int length = stage.remaining();
      active.get().file().write(stagedFrom, stage);
      stagedFrom += length;
    }
    stage.clear();
  }

  /// Makes everything appended durable.
  public void sync() throws IOException {
    flush();
    if (active.isPresent()) {
      active.get().file().sync();
    }
  }

  /// No more is appended to the active segment. Called after [#sync]. Space that was reserved and
  /// not used is given back.
  public void roll() throws IOException {
    if (active.isPresent()) {
      active.get().file().truncate(end);
      active = Optional.empty();
    }
  }

  /// The end of the active segment: bytes behind it belong to no record.
  public long end() {
    return end;
  }

  /// Forgets a segment whose bodies are all gone or moved; its file is deleted when the last reader
  /// is done.
  public void retire(long number) {
    Segment segment = segments.remove(number);
    if (segment != null) {
      segment.release();
    }
  }

  /// Walks the records of a segment up to an end.
  public void walk(Segment segment, long upTo, RecordVisitor visitor) {
    long position = HEAD;
    byte[] head = new byte[RecordHead.LENGTH];
    while (position + RecordHead.LENGTH <= upTo) {
      segment.read(position, head, 0, head.length);
      Optional<RecordHead> record = RecordHead.read(head);
      if (record.isEmpty()) {
        return;
      }
      long offset = position + RecordHead.LENGTH;
      int length = record.get().length();
      if (!visitor.record(
          record.get().hash(), new BodyPlace.InSegment(segment.number(), offset, length))) {
        return;
      }
      position = offset + length;
    }
  }

  /// Lets go of all files.
  public void close() {
    for (Map.Entry<Long, Segment> entry : segments.entrySet()) {
      entry.getValue().closeUnretired();
    }
    segments.clear();
  }

  /// Takes records of a segment in order.
  @FunctionalInterface
  public interface RecordVisitor {
    /// Returns whether more is wanted.
    boolean record(BlobHash hash, BodyPlace.InSegment place);
  }
}
