package org.posthorn.storage.engine.rocksdb;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.posthorn.config.EmbeddedStorage;
import org.posthorn.storage.engine.Ahead;
import org.posthorn.storage.engine.BodyVerifier;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.EngineTransaction;
import org.posthorn.storage.engine.EngineView;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.engine.redo.RedoLog;
import org.posthorn.storage.engine.segment.Segments;
import org.posthorn.storage.io.Disk;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// The embedded engine: see the package for its layout. Opened by one process at a time.
/// Thread-safe.
public final class RocksEngine implements Engine {
  private static final int IO_THREADS = 2;
  private static final long LEAST_LOG_FILE = 256 << 10;
  private static final long MOST_LOG_FILE = 16 << 20;

  /// How much longer than a memtable the log may grow: usually RocksDB flushes long before.
  private static final long LOG_TO_MEMTABLE = 4;

  private final Database database;
  private final BodyIndex index;
  private final Segments segments;
  private final RedoLog redo;
  private final LogKeeper logKeeper;
  private final Committer committer;
  private final DiskSpace space;
  private final Bodies bodies;
  private final Backup backup;
  private final Housekeeper housekeeper;
  private final InlineBodies inline;
  private final Settler settler;
  private final ExecutorService io;
  private final BodyPlacer placer;
  private boolean closed;

  private RocksEngine(
      Path directory, EmbeddedStorage config, Disk disk, MeterRegistry registry, Database database)
      throws IOException {
    this.database = database;
    Layout layout = new Layout(directory);
    index = new BodyIndex(database);
    long memtable = config.memtable().bytes();
    redo =
        RedoLog.open(
            disk,
            layout.log(),
            Math.clamp(memtable / 4, LEAST_LOG_FILE, MOST_LOG_FILE),
            index.durableRecord(),
            database::apply);
    long run = countOpening();
    Garbage garbage = new Garbage(disk, name -> BodyFiles.path(layout.bodies(), name));
    segments = Segments.open(disk, layout.segments(), config.segmentSize().bytes(), garbage::file);
    inline = new InlineBodies(database);
    WaitingBodies waiting = new WaitingBodies(registry);
    BodyFiles files = new BodyFiles(disk, layout.bodies(), run);
    committer =
        new Committer(
            database,
            index,
            segments,
            inline,
            waiting,
            garbage,
            redo,
            config.maxCommitBatch(),
            registry);
    logKeeper = new LogKeeper(redo, database, index, LOG_TO_MEMTABLE * memtable);
    space = new DiskSpace(disk, directory, config.diskReserve().bytes());
    bodies = new Bodies(index, segments, inline, files);
    backup = new Backup(layout, disk, database, committer, files, garbage);
    io =
        Executors.newFixedThreadPool(
            IO_THREADS, Thread.ofPlatform().daemon().name("store-io-", 1).factory());
    placer = new BodyPlacer(index, files, committer, io);
    BodyMover mover = new BodyMover(segments, committer);
    housekeeper = new Housekeeper(index, segments, files, garbage, mover, disk);
    settler = new Settler(index, inline, waiting, committer, mover);
    housekeeper.tidyUp();
    waiting.add(inline.all());
    committer.start();
    logKeeper.start();
    settler.start();
    housekeeper.start();
  }

  /// Opens or makes a store.
  ///
  /// @param directory the data directory; see [Layout]
  /// @param disk under segments and body files; RocksDB itself uses the real one
  /// @throws StorageException with [StorageError.Unavailable] if it cannot be opened, for example
  ///     because another process has it
  public static RocksEngine open(
      Path directory, EmbeddedStorage config, Disk disk, MeterRegistry registry) {
    Layout layout = new Layout(directory);
    refuseLostRows(layout, disk);
    Database database =
        Database.open(layout.rows(), config.blockCache().bytes(), config.memtable().bytes());
    try {
      return new RocksEngine(directory, config, disk, registry, database);
    } catch (IOException failure) {
      database.close();
      throw new StorageException(
          new StorageError.Unavailable("the store cannot be opened"), failure);
    } catch (RuntimeException failure) {
      database.close();
      throw failure;
    }
  }

  /// RocksDB would begin anew where its file `CURRENT` is missing, and delete what is there; and
  /// then every segment would be garbage.
  private static void refuseLostRows(Layout layout, Disk disk) {
    Path current = layout.rows().resolve("CURRENT");
    if (Files.exists(current)) {
      return;
    }
    try {
      if (hasRows(layout.rows())
          || !disk.list(layout.log()).isEmpty()
          || !disk.list(layout.segments()).isEmpty()) {
        throw new StorageException(
            new StorageError.Corrupt("rows are lost: the file " + current + " is missing"));
      }
    } catch (IOException failure) {
      throw new StorageException(
          new StorageError.Unavailable("the store cannot be opened"), failure);
    }
  }

  private static boolean hasRows(Path rows) throws IOException {
    if (!Files.isDirectory(rows)) {
      return false;
    }
    try (Stream<Path> files = Files.list(rows)) {
      return files.anyMatch(file -> file.toString().endsWith(".sst"));
    }
  }

  private long countOpening() throws IOException {
    long run = index.timesOpened() + 1;
    RowBatch batch = new RowBatch(128);
    index.putTimesOpened(batch, run);
    index.putRecord(batch, redo.last() + 1);
    byte[] rows = batch.toBytes();
    redo.append(rows);
    database.apply(rows);
    return run;
  }

  @Override
  public String name() {
    return "embedded";
  }

  @Override
  public void prepare(List<Table<?>> tables) {
    // Tables need nothing made for them: their numbers are in the keys.
  }

  @Override
  public EngineView view() {
    return new RocksView(database, index, true);
  }

  @Override
  public EngineTransaction begin(Scopes scopes, Ahead ahead) {
    return new RocksTransaction(database, index, placer);
  }

  @Override
  public boolean detectsConflicts() {
    return false;
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public Optional<EngineBody> openBody(BlobHash hash) {
    return bodies.open(hash);
  }

  @Override
  public Health health() {
    return committer
        .failure()
        .map(cause -> Health.down("the store has stopped: " + cause.getMessage()))
        .orElseGet(Health::ok);
  }

  @Override
  public boolean storageFull() {
    return space.full();
  }

  @Override
  public void checkpoint(Path target) {
    backup.write(target);
  }

  @Override
  public List<String> verifyFiles() {
    if (committer.failure().isEmpty()) {
      // What stands in the log alone comes into the files that are read.
      database.flush();
    }
    return database.damagedFiles();
  }

  @Override
  public BodyCheck verifyBodies(Optional<BlobHash> after) {
    return new BodyVerifier(index::page, bodies::open).check(after);
  }

  /// Wins back the space of deleted bodies now, which happens by itself now and then.
  ///
  /// @param aliveBelow only segments of which less than this share is alive
  /// @return how many segments are gone
  public int compact(double aliveBelow) {
    settler.settle();
    return housekeeper.compact(aliveBelow);
  }

  /// Moves what stands inline into segments now, which happens by itself within seconds.
  void settle() {
    settler.settle();
  }

  /// What stands inline.
  List<InlineBodies.Waiting> inlineBodies() {
    return inline.all();
  }

  BodyIndex index() {
    return index;
  }

  /// The names of all body files that the index names; for tests and repair.
  List<String> bodyFileNames() {
    return bodies.fileNames();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    housekeeper.close();
    settler.close();
    io.close();
    committer.close();
    logKeeper.close();
    segments.close();
    if (committer.failure().isPresent()) {
      // As after a crash: only what the log has counts.
      database.leaveUnflushed();
    }
    database.close();
    closeLog();
  }

  private void closeLog() {
    try {
      redo.close();
    } catch (IOException failure) {
      throw new StorageException(
          new StorageError.Unavailable("the log could not be closed"), failure);
    }
  }
}
