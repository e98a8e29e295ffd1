package org.posthorn.storage.engine.segment;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.posthorn.storage.io.DiskFile;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One segment file, mapped when it is first read. Readers hold a counted reference; when the store
/// has retired the segment and the last reader has let go, it is closed and given to the garbage.
/// Thread-safe but for writing.
public final class Segment {
  private static final Logger log = LoggerFactory.getLogger(Segment.class);

  private final long number;
  private final Path path;
  private final DiskFile file;
  private final Runnable whenUnused;

  /// The owner counts as one as long as the segment is not retired.
  private final AtomicInteger references = new AtomicInteger(1);

  private final AtomicBoolean closed = new AtomicBoolean();
  private final Arena arena = Arena.ofShared();
  private volatile Mapping mapping = new Mapping.NotYet();

  Segment(long number, Path path, DiskFile file, Runnable whenUnused) {
    this.number = number;
    this.path = path;
    this.file = file;
    this.whenUnused = whenUnused;
  }

  private sealed interface Mapping {
    record NotYet() implements Mapping {}

    record Mapped(MemorySegment bytes) implements Mapping {}

    /// The disk cannot map: reads go through the file.
    record Unmappable() implements Mapping {}
  }

  public long number() {
    return number;
  }

  Path path() {
    return path;
  }

  DiskFile file() {
    return file;
  }

  /// Takes a reference, unless the segment is gone.
  boolean retain() {
    int before = references.getAndUpdate(count -> count == 0 ? 0 : count + 1);
    return before > 0;
  }

  /// Gives a reference back.
  public void release() {
    int left = references.updateAndGet(count -> Math.max(0, count - 1));
    if (left == 0 && closed.compareAndSet(false, true)) {
      close();
      whenUnused.run();
    }
  }

  /// Closes the file at the end of the process; it stays.
  void closeUnretired() {
    references.set(0);
    if (closed.compareAndSet(false, true)) {
      close();
    }
  }

  private void close() {
    try {
      arena.close();
      file.close();
    } catch (IOException failure) {
      log.atWarn().addKeyValue("segment", number).setCause(failure).log("segment not closed");
    }
  }

  /// Reads bytes; the caller holds a reference.
  ///
  /// @throws StorageException with [StorageError.Unavailable] if the disk cannot read them
  public void read(long position, byte[] target, int offset, int length) {
    try {
      switch (mapping()) {
        case Mapping.Mapped(MemorySegment bytes) ->
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, position, target, offset, length);
        case Mapping.Unmappable _, Mapping.NotYet _ -> file.read(position, target, offset, length);
      }
    } catch (IndexOutOfBoundsException | EOFException _) {
      throw new StorageException(
          new StorageError.Corrupt("a stored message is damaged: its segment is too short"));
    } catch (IOException | InternalError failure) {
      // The virtual machine reports an I/O error of a mapping as an InternalError.
      throw new StorageException(new StorageError.Unavailable("the disk cannot be read"), failure);
    }
  }

  private Mapping mapping() throws IOException {
    Mapping known = mapping;
    return known instanceof Mapping.NotYet ? map() : known;
  }

  private synchronized Mapping map() throws IOException {
    if (mapping instanceof Mapping.NotYet) {
      Optional<MemorySegment> mapped = file.map(arena);
      mapping = mapped.isPresent() ? new Mapping.Mapped(mapped.get()) : new Mapping.Unmappable();
    }
    return mapping;
  }
}
