package org.posthorn.storage.engine.redo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.posthorn.storage.engine.redo.RedoFile.Found;
import org.posthorn.storage.io.Disk;
import org.posthorn.storage.io.DiskFile;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// Records in files, appended and synced one by one. [#append] is for one thread at a time, the
/// rest is thread-safe. An [IOException] of [#append] leaves the state of the disk unknown: the
/// caller must stop for good.
public final class RedoLog implements AutoCloseable {
  private static final String SUFFIX = ".log";

  /// Files that are kept for another use.
  private static final int MOST_SPARE = 8;

  private static final int BUFFER = 1 << 20;

  private final Disk disk;
  private final Path directory;
  private final long fileSize;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

  /// Files with records that may still be needed, oldest first; the last one is appended to.
  private final ArrayDeque<RedoFile> used = new ArrayDeque<>();

  /// Files whose records are not needed any more.
  private final ArrayDeque<RedoFile> free = new ArrayDeque<>();

  private Optional<RedoFile> spare = Optional.empty();
  private long nextName = 1;
  private long last;
  private Runnable onNewFile = () -> {};

  private RedoLog(Disk disk, Path directory, long fileSize, long applied) {
    this.disk = disk;
    this.directory = directory;
    this.fileSize = fileSize;
    this.last = applied;
  }

  /// Takes the records that the engine lacks, in order.
  @FunctionalInterface
  public interface Replay {
    void record(byte[] payload);
  }

  /// Opens the log in a directory, and replays what is not applied yet.
  ///
  /// @param fileSize bytes of a file; a larger record gets a larger one
  /// @param applied the sequence of the last record that the engine has durably, 0 for none
  /// @throws StorageException with [StorageError.Corrupt] if a record in the middle is damaged or
  ///     missing
  public static RedoLog open(Disk disk, Path directory, long fileSize, long applied, Replay replay)
      throws IOException {
    RedoLog log = new RedoLog(disk, directory, fileSize, applied);
    disk.makeDirectory(directory);
    try {
      log.replay(log.findFiles(), replay);
      log.startFile(log.takeSpare(fileSize));
      return log;
    } catch (IOException | RuntimeException failure) {
      log.close();
      throw failure;
    }
  }

  /// All files, by their first record; those without one last.
  private List<RedoFile> findFiles() throws IOException {
    Map<Long, RedoFile> sorted = new TreeMap<>();
    List<RedoFile> empty = new ArrayList<>();
    List<Path> paths = new ArrayList<>(disk.list(directory));
    paths.sort(Comparator.naturalOrder());
    for (Path path : paths) {
      String name = path.getFileName() + "";
      if (name.endsWith(SUFFIX)) {
        String number = name.substring(0, name.length() - SUFFIX.length());
        nextName = Math.max(nextName, Long.parseLong(number, 16) + 1);
        DiskFile file = disk.open(path);
        RedoFile found = new RedoFile(path, file, file.size());
        free.add(found);
        if (found.readHead()) {
          found
              .first()
              .ifPresentOrElse(
                  first -> sorted.put(first.sequence(), found), () -> empty.add(found));
        } else if (found.reachesBeyond(last)) {
          throw damaged(path, "its head cannot be read");
        }
      }
    }
    List<RedoFile> all = new ArrayList<>(sorted.values());
    all.addAll(empty);
    return all;
  }

  private void replay(List<RedoFile> files, Replay replay) throws IOException {
    long applied = last;
    for (RedoFile file : files) {
      long at = RedoFile.BLOCK;
      for (Optional<Found> record = file.first(); record.isPresent(); record = file.read(at)) {
        long sequence = record.get().sequence();
        if (sequence > last + 1) {
          throw damaged(
              file.path(), "record " + (last + 1) + ", which comes before it, is missing");
        }
        if (sequence == last + 1) {
          replay.record(record.get().payload());
          last = sequence;
        }
        file.foundLast(sequence);
        at = record.get().end();
      }
      if ((file.last() == 0 || file.last() == last) && file.hasRecordFrom(at)) {
        throw damaged(file.path(), "a record at octet " + at + " is broken");
      }
      if (file.last() > applied) {
        free.remove(file);
        used.add(file);
      }
    }
  }

  private static StorageException damaged(Path file, String what) {
    return new StorageException(
        new StorageError.Corrupt("the log is damaged: " + file + ": " + what));
  }

  /// Has an action run whenever another file has been begun: [#release] and [#prepareSpare] are
  /// due. On the appending thread.
  public void onNewFile(Runnable action) {
    onNewFile = action;
  }

  /// Appends a record and makes it durable.
  ///
  /// @return its sequence: one more than that of the record before
  public long append(byte[] payload) throws IOException {
    RedoFile file = active();
    if (!file.hasRoom(payload.length)) {
      file = takeSpare(RedoFile.sizeFor(payload.length));
      startFile(file);
      onNewFile.run();
    }
    long needed = RedoFile.lengthOf(payload.length);
    file.append(
        last + 1,
        payload,
        needed <= BUFFER ? buffer : ByteBuffer.allocate(Math.toIntExact(needed)));
    return ++last;
  }

  /// The sequence of the last record.
  public long last() {
    return last;
  }

  private synchronized RedoFile active() {
    return used.getLast();
  }

  private synchronized void startFile(RedoFile file) {
    used.add(file);
  }

  /// The spare file, another free one, or a new one, ready for use.
  private synchronized RedoFile takeSpare(long size) throws IOException {
    if (spare.isPresent() && spare.get().size() >= size) {
      RedoFile ready = spare.get();
      spare = Optional.empty();
      return ready;
    }
    Optional<RedoFile> again = free.stream().filter(file -> file.size() >= size).findFirst();
    again.ifPresent(free::remove);
    RedoFile file = again.isPresent() ? again.get() : create(Math.max(size, fileSize));
    file.begin();
    return file;
  }

  private synchronized RedoFile create(long size) throws IOException {
    Path path = directory.resolve(String.format(Locale.ROOT, "%016x%s", nextName++, SUFFIX));
    DiskFile file = disk.create(path);
    try {
      file.allocate(size);
      file.sync();
      disk.syncDirectory(directory);
      return new RedoFile(path, file, size);
    } catch (IOException failure) {
      file.close();
      disk.delete(path);
      throw failure;
    }
  }

  /// Makes the file that comes next ready, so that [#append] has not to wait for it. For one thread
  /// at a time.
  public void prepareSpare() throws IOException {
    Optional<RedoFile> candidate;
    synchronized (this) {
      if (spare.isPresent()) {
        return;
      }
      candidate = Optional.ofNullable(free.pollFirst());
    }
    RedoFile file = candidate.isPresent() ? candidate.get() : create(fileSize);
    try {
      if (candidate.isEmpty()) {
        file.fill();
      }
      file.begin();
    } catch (IOException failure) {
      file.close();
      disk.delete(file.path());
      throw failure;
    }
    synchronized (this) {
      spare = Optional.of(file);
    }
  }

  /// Records up to a sequence are durable elsewhere.
  public synchronized void release(long sequence) throws IOException {
    while (used.size() > 1 && used.getFirst().last() <= sequence) {
      RedoFile file = used.removeFirst();
      if (free.size() < MOST_SPARE && file.size() == fileSize) {
        free.add(file);
      } else {
        file.close();
        disk.delete(file.path());
      }
    }
  }

  /// Bytes of files whose records may still be needed.
  public synchronized long bytes() {
    return used.stream().mapToLong(RedoFile::size).sum();
  }

  /// Lets go of all files. Nothing is appended any more.
  @Override
  public synchronized void close() throws IOException {
    List<RedoFile> all = new ArrayList<>(used);
    all.addAll(free);
    spare.ifPresent(all::add);
    used.clear();
    free.clear();
    spare = Optional.empty();
    for (RedoFile file : all) {
      file.close();
    }
  }
}
