package org.posthorn.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.posthorn.config.EmbeddedStorage;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.blob.SpoolOptions;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.Index;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.StoreOptions;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.engine.rocksdb.Layout;
import org.posthorn.storage.engine.rocksdb.RocksEngine;
import org.posthorn.storage.io.Disk;
import org.posthorn.storage.io.RealDisk;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.BlobHash;

/// Durable commits a second of the embedded store: each writer (a virtual thread with an account of
/// its own) spools a body and commits it with three rows. Arguments: an empty directory, writers,
/// seconds, octets of a body.
public final class StoreCommits {
  private StoreCommits() {}

  record Counter(long account, long next) {
    private static final Table.Builder<Counter> B = Table.named(100, "counter");
    private static final Column<Counter, Long> ACCOUNT =
        B.column(1, "account", ColumnType.INT64, Counter::account);
    private static final Column<Counter, Long> NEXT =
        B.column(2, "next", ColumnType.INT64, Counter::next);
    static final Table<Counter> TABLE =
        B.key(ACCOUNT)
            .scope(Scope.Kind.ACCOUNT, ACCOUNT)
            .build(v -> new Counter(v.get(ACCOUNT), v.get(NEXT)));
  }

  record Entry(long account, long number, BlobHash hash, long size) {
    private static final Table.Builder<Entry> B = Table.named(101, "entry");
    private static final Column<Entry, Long> ACCOUNT =
        B.column(1, "account", ColumnType.INT64, Entry::account);
    private static final Column<Entry, Long> NUMBER =
        B.column(2, "number", ColumnType.INT64, Entry::number);
    private static final Column<Entry, BlobHash> HASH =
        B.column(3, "hash", ColumnType.HASH, Entry::hash);
    private static final Column<Entry, Long> SIZE =
        B.column(4, "size", ColumnType.INT64, Entry::size);
    static final Index<Entry> BY_SIZE = B.index(1, "by_size", ACCOUNT, SIZE);
    static final Table<Entry> TABLE =
        B.key(ACCOUNT, NUMBER)
            .scope(Scope.Kind.ACCOUNT, ACCOUNT)
            .build(v -> new Entry(v.get(ACCOUNT), v.get(NUMBER), v.get(HASH), v.get(SIZE)));
  }

  record Link(BlobHash hash, long owner) {
    private static final Table.Builder<Link> B = Table.named(102, "link");
    private static final Column<Link, BlobHash> HASH =
        B.column(1, "hash", ColumnType.HASH, Link::hash);
    private static final Column<Link, Long> OWNER =
        B.column(2, "owner", ColumnType.INT64, Link::owner);
    static final Table<Link> TABLE =
        B.key(HASH, OWNER).unscoped().build(v -> new Link(v.get(HASH), v.get(OWNER)));
  }

  public static void main(String[] arguments) throws InterruptedException {
    Path directory = Path.of(arguments[0]);
    int writers = Integer.parseInt(arguments[1]);
    int seconds = Integer.parseInt(arguments[2]);
    int octets = Integer.parseInt(arguments[3]);
    Disk disk = new RealDisk();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    RocksEngine engine = RocksEngine.open(directory, EmbeddedStorage.defaults(), disk, registry);
    StoreOptions options = StoreOptions.of(List.of(Counter.TABLE, Entry.TABLE, Link.TABLE));
    try (Store store = Store.open(engine, options, registry, Clock.systemUTC())) {
      Spool spool = Spool.open(disk, new Layout(directory).spool(), SpoolOptions.defaults());
      for (int round = 1; round <= seconds; round++) {
        round(store, spool, writers, octets);
      }
      System.out.printf(
          "mean batch %.1f, log syncs %d, mean log sync %.0f us, mean segment sync %.0f us%n",
          registry.get("posthorn.store.commit.batch").summary().mean(),
          registry.get("posthorn.store.sync").tag("what", "log").timer().count(),
          1000 * registry.get("posthorn.store.sync").tag("what", "log").timer().mean(millis()),
          1000 * registry.get("posthorn.store.sync").tag("what", "segment").timer().mean(millis()));
    }
  }

  private static java.util.concurrent.TimeUnit millis() {
    return java.util.concurrent.TimeUnit.MILLISECONDS;
  }

  /// One second of work, reported.
  private static void round(Store store, Spool spool, int writers, int octets)
      throws InterruptedException {
    AtomicLong commits = new AtomicLong();
    long cpu = cpuNanos();
    long start = System.nanoTime();
    long end = start + 1_000_000_000L;
    List<Thread> threads = new ArrayList<>();
    for (int i = 1; i <= writers; i++) {
      int account = i;
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    byte[] body = new byte[octets];
                    new Random().nextBytes(body);
                    long count = 0;
                    while (System.nanoTime() < end) {
                      body[(int) (count % octets)]++;
                      deliver(store, spool, account, body);
                      count++;
                    }
                    commits.addAndGet(count);
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    double took = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%d writers: %.0f commits/s, %.1f us of processor each%n",
        writers, commits.get() / took, (cpuNanos() - cpu) / 1e3 / commits.get());
  }

  private static void deliver(Store store, Spool spool, long account, byte[] octets) {
    try (SpooledBody body = spool.body(octets)) {
      store.run(
          Scopes.account(new AccountId(account)),
          tx -> {
            long next = tx.get(Counter.TABLE, account).map(Counter::next).orElse(1L);
            tx.put(Counter.TABLE, new Counter(account, next + 1));
            tx.insert(Entry.TABLE, new Entry(account, next, body.hash(), octets.length));
            tx.insert(Link.TABLE, new Link(body.hash(), account << 32 | next));
            tx.putBody(body);
          });
    }
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
