package org.posthorn.storage.engine;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.blob.PiecewiseContent;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Typed tables in transactions, over any [Engine]: the narrow waist below all mail logic.
///
/// [#transact] locks scopes on the calling thread (best a virtual one), runs the closure on a
/// bounded pool of platform threads, and returns when its writes are durable and visible; [#read]
/// runs a closure on one moment of the store. A closure must not call the store again.
/// Thread-safe.
///
/// Errors are [StorageException]s; after [StorageError.Unavailable] from [#transact] it is
/// unknown whether the writes happened.
public final class Store implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Store.class);
  private static final int MAX_ATTEMPTS = 100;

  /// No closure is begun again after so long, once it was run a few times.
  private static final Duration RERUNS = Duration.ofMinutes(1);

  private static final int FEW = 3;

  private final Engine engine;
  private final EnginePool readers;
  private final EnginePool writers;
  private final ScopeLocks locks = new ScopeLocks();
  private final UnscopedGuard guard = new UnscopedGuard();
  private final Counter transactions;
  private final Counter reruns;
  private final StoreKeeper keeper;
  private final String instance;

  private Store(Engine engine, StoreOptions options, MeterRegistry registry, Clock clock) {
    this.engine = engine;
    this.readers = new EnginePool("read", options.readers(), registry);
    this.writers = new EnginePool("write", options.writers(), registry);
    this.transactions =
        Counter.builder("posthorn.store.transactions")
            .description("Transactions that ended well")
            .register(registry);
    this.reruns =
        Counter.builder("posthorn.store.reruns")
            .description("Closures run again after a conflict")
            .register(registry);
    this.keeper = new StoreKeeper(this, options.node(), clock);
    this.instance =
        switch (options.node()) {
          case NodeNumber.Leased(String name) -> name;
          case NodeNumber.Fixed _ -> UUID.randomUUID().toString();
          case NodeNumber.Borrowed(Store other) -> other.instance();
        };
  }

  /// Opens the store on an engine, which it closes in the end.
  ///
  /// @throws StorageException with [StorageError.Unavailable] if the store was written by a newer
  ///     version of this program
  public static Store open(
      Engine engine, StoreOptions options, MeterRegistry registry, Clock clock) {
    List<Table<?>> tables = new ArrayList<>(options.tables());
    tables.add(MetaTable.TABLE);
    checkDistinct(tables);
    engine.prepare(tables);
    Store store = new Store(engine, options, registry, clock);
    try {
      store.keeper.open();
      engine.opened(store.id());
      return store;
    } catch (RuntimeException failure) {
      store.close();
      throw failure;
    }
  }

  private static void checkDistinct(List<Table<?>> tables) {
    Set<Object> taken = new HashSet<>();
    for (Table<?> table : tables) {
      if (!taken.add(table.number()) || !taken.add(table.name())) {
        throw new IllegalArgumentException("two tables share a number or name: " + table);
      }
    }
  }

  /// Runs a closure as one transaction.
  ///
  /// @param scopes what it may write
  /// @return what the closure returned, once its writes are durable and visible
  /// @throws StorageException with [StorageError.Busy] if a scope stays locked for 30 seconds or
  ///     the transaction meets others again and again, for a minute at most
  public <T> T transact(Scopes scopes, Work<T> work) {
    return transact(scopes, Ahead.NOTHING, work);
  }

  /// The same, where some of what it will read is known before.
  public <T> T transact(Scopes scopes, Ahead ahead, Work<T> work) {
    outsideOnly();
    try (ScopeLocks.Held _ = locks.acquire(scopes)) {
      long begun = System.nanoTime();
      for (int i = 0; i < MAX_ATTEMPTS; i++) {
        if (i >= FEW && System.nanoTime() - begun > RERUNS.toNanos()) {
          break;
        }
        Attempt<T> attempt = new Attempt<>(engine, scopes, ahead, work, guard);
        writers.execute(attempt, attempt.outcome());
        switch (EnginePool.await(attempt.outcome())) {
          case Attempt.Outcome.Done<T>(Attempt.Answer<T> answer, List<Runnable> actions) -> {
            transactions.increment();
            actions.forEach(Store::publish);
            return answer.value();
          }
          case Attempt.Outcome.Again<T> again -> {
            reruns.increment();
            again.after().exceptionally(_ -> null).join();
            backOff(i);
          }
        }
      }
    }
    throw new StorageException(new StorageError.Busy("busy, try again later"));
  }

  /// Runs a closure as one transaction that returns nothing.
  public void run(Scopes scopes, java.util.function.Consumer<Transaction> work) {
    transact(
        scopes,
        tx -> {
          work.accept(tx);
          return true;
        });
  }

  private static void publish(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException failure) {
      log.atError().setCause(failure).log("an action after a commit failed");
    }
  }

  private static void backOff(int attempt) {
    if (attempt > 2) {
      long most = 50_000L << Math.min(attempt, 8);
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most));
    }
  }

  /// Runs a closure on one moment of the store.
  public <T> T read(Read<T> work) {
    outsideOnly();
    return readers.call(() -> readHere(work));
  }

  /// Starts to read rows and then, from what was found, more: both on the same thread of the reader
  /// pool, so that the way there is gone once. `more` may call [#readBodies], [#readStarts] and
  /// [#lookUpCopies].
  public <T, U> Pending<U> begin(Read<T> rows, Function<T, U> more) {
    return begin(() -> more.apply(readHere(rows)));
  }

  /// Starts a task on the reader pool; it may call [#readBodies], [#readStarts] and
  /// [#lookUpCopies].
  public <T> Pending<T> begin(Supplier<T> task) {
    return new Pending<>(readers.start(task));
  }

  private <T> T readHere(Read<T> work) {
    try (EngineView view = engine.view()) {
      return work.run(new ReadView(view));
    }
  }

  /// Rows by their keys, as they are now, with one question.
  public <R> List<Optional<R>> lookUp(Table<R> table, List<byte[]> keys) {
    outsideOnly();
    return readers.call(() -> engine.lookUp(table, keys));
  }

  /// Rows by their keys, as a read replica has them, which may be behind. Only for what never
  // changes
  /// in a row that is there; what is absent has to be asked of the store itself. What runs by
  /// [#begin] may call it.
  ///
  /// @return nothing at all where there is no replica
  public <R> List<Optional<R>> lookUpCopies(Table<R> table, List<byte[]> keys) {
    return readers.call(() -> engine.lookUpCopies(table, keys));
  }

  private static void outsideOnly() {
    if (EnginePool.inside()) {
      throw new IllegalStateException("a closure of the store called the store");
    }
  }

  /// A stored body, or empty. A small one is read at once; the reads of a larger one go through the
  /// reader pool, piece by piece, and fail with [StorageError.Missing] after the body is deleted.
  public Optional<Content> content(BlobHash hash) {
    return readBodies(List.of(hash), PiecewiseContent.PIECE).getFirst();
  }

  /// Many bodies for one hop to the reader pool, in the order asked for; an absent body is empty,
  /// and a damaged one fails when it is used.
  ///
  /// @param maxBytes about how many bytes are read into memory at once; bodies beyond that are read
  ///     when they are used
  public List<Optional<Content>> readBodies(List<BlobHash> hashes, long maxBytes) {
    return readers.call(() -> BodyBatch.read(this, engine, hashes, maxBytes));
  }

  /// The first octets of many bodies, as many as asked for where a body is that long. Empty where
  /// the body is absent or damaged.
  public List<Optional<byte[]>> readStarts(List<BlobHash> hashes, int length) {
    return readers.call(() -> BodyBatch.readStarts(engine, hashes, length));
  }

  /// Reads a slice of a body on the reader pool.
  byte[] readSlice(BlobHash hash, long offset, int length) {
    return readers.call(
        () -> {
          try (BodyHolder body = BodyHolder.open(engine, hash)) {
            return body.read(offset, length);
          }
        });
  }

  /// Makes identifiers that are unique in this store, later than all made before it was opened.
  public IdGenerator ids() {
    return keeper.ids();
  }

  /// This daemon's own name among those that share the store.
  public String instance() {
    return instance;
  }

  /// The store's id, made when it was.
  public String id() {
    return keeper.storeId();
  }

  /// Whether other processes may change it meanwhile.
  public boolean shared() {
    return engine.shared();
  }

  /// Whether it can take mail, and why not.
  public Engine.Health health() {
    return engine.health();
  }

  /// Writes a consistent copy of everything durable into an empty or absent directory, while
  /// transactions go on.
  public void checkpoint(Path target) {
    readers.call(
        () -> {
          engine.checkpoint(target);
          return true;
        });
  }

  /// Reads the engine's own files and reports damage, a line for each file.
  public List<String> verifyFiles() {
    return readers.call(engine::verifyFiles);
  }

  /// Reads the next bodies and reports damage, see [Engine#verifyBodies].
  public Engine.BodyCheck verifyBodies(Optional<BlobHash> after) {
    return readers.call(() -> engine.verifyBodies(after));
  }

  /// Called before or while it is closed, by one who cannot wait any longer: whatever waits for a
  /// database on another machine fails now with [StorageError.Unavailable]. A store on this machine
  /// waits for nothing but its disk, and goes on. Idempotent.
  public void giveUp() {
    if (engine.shared()) {
      readers.giveUp();
      writers.giveUp();
    }
  }

  /// Finishes what runs, then closes the engine. Idempotent.
  @Override
  public void close() {
    keeper.close();
    writers.close();
    readers.close();
    engine.close();
  }

  /// An engine's view without the overlay.
  private record ReadView(EngineView view) implements View {
    @Override
    public <R> Optional<R> get(Table<R> table, Object... key) {
      return view.get(table, List.of(table.key(key))).getFirst();
    }

    @Override
    public <R> List<Optional<R>> getAll(Table<R> table, List<byte[]> keys) {
      return view.get(table, keys);
    }

    @Override
    public <R> void forEach(Scan<R> scan, RowVisitor<R> visitor) {
      view.scan(scan, (_, row) -> visitor.row(row));
    }

    @Override
    public boolean hasBody(BlobHash hash) {
      return view.hasBody(hash);
    }
  }
}
