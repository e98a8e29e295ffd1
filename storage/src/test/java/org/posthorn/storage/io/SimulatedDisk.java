package org.posthorn.storage.io;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A disk in memory that forgets. What was not synced survives [#afterCrash] by chance: writes are
/// lost, torn at sectors, or kept while earlier ones are lost; names likewise until their directory
/// is synced. It can be told to die at the n-th operation, after which every operation fails.
public final class SimulatedDisk implements Disk {
  private static final int SECTOR = 512;

  private final Map<Path, Inode> names = new TreeMap<>();
  private final List<NameChange> unsynced = new ArrayList<>();
  private final AtomicInteger operations = new AtomicInteger();
  private final AtomicInteger fileSyncs = new AtomicInteger();
  private final AtomicInteger directorySyncs = new AtomicInteger();
  private final Random random;
  private int dieAt = Integer.MAX_VALUE;
  private long free = Long.MAX_VALUE;
  private Runnable beforeSync = () -> {};

  public SimulatedDisk(long seed) {
    random = new Random(seed);
  }

  private static final class Inode {
    byte[] durable = new byte[0];
    byte[] now = new byte[0];
    final List<Write> unsynced = new ArrayList<>();
    int links = 1;
  }

  /// A write; an empty one sets the length.
  private record Write(int position, byte[] bytes, int length) {}

  /// A name that came or went in a directory; a move has both.
  private record NameChange(Optional<Path> gone, Optional<Path> come, Inode inode) {
    boolean in(Path directory) {
      return come.or(() -> gone).map(path -> directory.equals(path.getParent())).orElse(false);
    }
  }

  /// The process dies in the n-th operation from now.
  public synchronized void dieIn(int operationsFromNow) {
    dieAt = operations.get() + operationsFromNow;
  }

  /// Whether the fatal operation has been reached.
  public synchronized boolean dead() {
    return operations.get() >= dieAt;
  }

  /// Says how much space is left.
  public synchronized void setFree(long bytes) {
    free = bytes;
  }

  /// Runs before each sync of a file, on the syncing thread; not for those of the log.
  public void beforeSync(Runnable action) {
    beforeSync = action;
  }

  /// How many operations there were that change the disk.
  public int operations() {
    return operations.get();
  }

  /// Syncs of files but those of the log, which the store's metrics count.
  public int fileSyncs() {
    return fileSyncs.get();
  }

  /// Syncs of directories but that of the log.
  public int directorySyncs() {
    return directorySyncs.get();
  }

  /// All files there are.
  public synchronized List<Path> files() {
    return List.copyOf(names.keySet());
  }

  /// Damages a byte of a file, durably.
  public synchronized void flip(Path path, int position) {
    Inode inode = Objects.requireNonNull(names.get(path));
    inode.now[position] ^= 0x40;
    inode.durable = inode.now.clone();
  }

  /// The disk as the next process finds it.
  public synchronized SimulatedDisk afterCrash(long seed) {
    Random chance = new Random(seed);
    Map<Path, Inode> survived = new TreeMap<>(names);
    for (NameChange change : unsynced.reversed()) {
      if (chance.nextBoolean()) {
        change.come().ifPresent(survived::remove);
        change.gone().ifPresent(path -> survived.put(path, change.inode()));
      }
    }
    SimulatedDisk next = new SimulatedDisk(seed);
    survived.forEach((path, inode) -> next.names.put(path, afterCrash(inode, chance)));
    return next;
  }

  private static Inode afterCrash(Inode inode, Random chance) {
    Inode next = new Inode();
    byte[] content = inode.durable;
    for (Write write : inode.unsynced) {
      if (write.length >= 0) {
        content = chance.nextBoolean() ? Arrays.copyOf(content, write.length) : content;
      } else {
        for (int i = 0; i < write.bytes.length; i += SECTOR) {
          if (chance.nextInt(3) > 0) {
            int count = Math.min(SECTOR, write.bytes.length - i);
            content = write(content, write.position + i, write.bytes, i, count);
          }
        }
      }
    }
    next.durable = content.clone();
    next.now = content.clone();
    return next;
  }

  private static byte[] write(byte[] content, int position, byte[] source, int from, int count) {
    byte[] result =
        content.length < position + count
            ? Arrays.copyOf(content, position + count)
            : content.clone();
    System.arraycopy(source, from, result, position, count);
    return result;
  }

  /// Counts an operation. At the fatal one it is done or not, by chance; the process learns
  /// neither.
  private synchronized void operation(Step step) throws IOException {
    int number = operations.incrementAndGet();
    if (number > dieAt) {
      throw new IOException("the machine is off");
    }
    if (number < dieAt) {
      step.run();
      return;
    }
    if (random.nextBoolean()) {
      step.run();
    }
    throw new IOException("power failed");
  }

  private interface Step {
    void run() throws IOException;
  }

  private static boolean isLog(Path directory) {
    return directory.endsWith("log");
  }

  private Inode inode(Path path) throws IOException {
    Inode inode = names.get(path);
    if (inode == null) {
      throw new FileNotFoundException(path.toString());
    }
    return inode;
  }

  @Override
  public DiskFile create(Path path) throws IOException {
    Inode inode = new Inode();
    operation(
        () -> {
          if (names.containsKey(path)) {
            throw new FileAlreadyExistsException(path.toString());
          }
          names.put(path, inode);
          unsynced.add(new NameChange(Optional.empty(), Optional.of(path), inode));
        });
    return new SimulatedFile(path, inode);
  }

  @Override
  public synchronized DiskFile open(Path path) throws IOException {
    return new SimulatedFile(path, inode(path));
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    operation(
        () -> {
          Inode inode = inode(from);
          names.remove(from);
          names.put(to, inode);
          unsynced.add(new NameChange(Optional.of(from), Optional.of(to), inode));
        });
  }

  @Override
  public void delete(Path path) throws IOException {
    operation(
        () -> {
          Inode inode = names.remove(path);
          if (inode != null) {
            unsynced.add(new NameChange(Optional.of(path), Optional.empty(), inode));
          }
        });
  }

  @Override
  public void makeDirectory(Path path) {
    // Directories are there when a file is in them, and durable.
  }

  @Override
  public void syncDirectory(Path path) throws IOException {
    operation(
        () -> {
          if (!isLog(path)) {
            directorySyncs.incrementAndGet();
          }
          unsynced.removeIf(change -> change.in(path));
        });
  }

  @Override
  public synchronized List<Path> list(Path directory) {
    return names.keySet().stream().filter(path -> directory.equals(path.getParent())).toList();
  }

  @Override
  public void link(Path existing, Path link) throws IOException {
    operation(
        () -> {
          Inode inode = inode(existing);
          inode.links++;
          names.put(link, inode);
          unsynced.add(new NameChange(Optional.empty(), Optional.of(link), inode));
        });
  }

  @Override
  public synchronized int links(Path path) throws IOException {
    return inode(path).links;
  }

  @Override
  public synchronized long usableSpace(Path directory) {
    return free;
  }

  private final class SimulatedFile implements DiskFile {
    private final Inode inode;

    private final boolean ofLog;

    SimulatedFile(Path path, Inode inode) {
      this.inode = inode;
      this.ofLog = isLog(path.resolveSibling(""));
    }

    @Override
    public void write(long position, ByteBuffer source) throws IOException {
      byte[] bytes = new byte[source.remaining()];
      source.get(bytes);
      operation(
          () -> {
            inode.now = SimulatedDisk.write(inode.now, (int) position, bytes, 0, bytes.length);
            inode.unsynced.add(new Write((int) position, bytes, -1));
          });
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) throws IOException {
      synchronized (SimulatedDisk.this) {
        if (position + length > inode.now.length) {
          throw new EOFException();
        }
        System.arraycopy(inode.now, (int) position, target, offset, length);
      }
    }

    @Override
    public long size() {
      synchronized (SimulatedDisk.this) {
        return inode.now.length;
      }
    }

    @Override
    public void allocate(long length) throws IOException {
      if (usableSpace(Path.of("")) < length) {
        throw new IOException("no space");
      }
      setLength(Math.max(length, size()));
    }

    @Override
    public void truncate(long length) throws IOException {
      if (length < size()) {
        setLength(length);
      }
    }

    private void setLength(long length) throws IOException {
      operation(
          () -> {
            inode.now = Arrays.copyOf(inode.now, (int) length);
            inode.unsynced.add(new Write(0, new byte[0], (int) length));
          });
    }

    @Override
    public void sync() throws IOException {
      if (!ofLog) {
        beforeSync.run();
      }
      operation(
          () -> {
            if (!ofLog) {
              fileSyncs.incrementAndGet();
            }
            inode.durable = inode.now.clone();
            inode.unsynced.clear();
          });
    }

    @Override
    public Optional<MemorySegment> map(Arena arena) {
      return Optional.empty();
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
