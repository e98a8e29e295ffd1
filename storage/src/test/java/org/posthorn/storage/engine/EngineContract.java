package org.posthorn.storage.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// What every engine under a [Store] must do.
public abstract class EngineContract {
  static final Scopes ONE = Scopes.account(new AccountId(1));

  @SuppressWarnings("NullAway.Init")
  Store store;

  @SuppressWarnings("NullAway.Init")
  Spool spool;

  /// The tables of these tests.
  protected static List<Table<?>> tables() {
    return List.of(Item.TABLE, Counting.TABLE);
  }

  /// A new, empty engine.
  protected abstract Engine newEngine(Path directory);

  /// The data directory.
  @TempDir Path directory = Path.of("");

  @BeforeEach
  final void openStore() {
    store = TestStores.on(newEngine(directory), tables());
    spool = TestStores.spool(directory);
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  private void put(Item... items) {
    store.run(ONE, tx -> List.of(items).forEach(item -> tx.put(Item.TABLE, item)));
  }

  private List<String> scan(Scan<Item> scan) {
    return store.read(view -> view.scan(scan).stream().map(Item::toString).toList());
  }

  @Test
  void rowsComeBackAsTheyWere() {
    Item item =
        new Item(
            new AccountId(1),
            "a\0b",
            -5,
            Optional.of("ünï"),
            true,
            Instant.parse("2026-01-02T03:04:05.678901Z"),
            new byte[] {0, 1, -1});
    put(item);
    Item back = store.read(view -> view.require(Item.TABLE, new AccountId(1), "a\0b"));
    assertEquals(item.toString(), back.toString());
    assertEquals(item.label(), back.label());
    assertEquals(item.made(), back.made());
    assertTrue(back.seen());
    assertArrayEquals(item.data(), back.data());
  }

  @Test
  void absentRowsAreEmptyOrMissing() {
    assertTrue(store.read(view -> view.get(Item.TABLE, new AccountId(9), "x")).isEmpty());
    StorageException missing =
        assertThrows(
            StorageException.class,
            () -> store.read(view -> view.require(Item.TABLE, new AccountId(9), "x")));
    assertInstanceOf(StorageError.Missing.class, missing.error());
  }

  @Test
  void multiGetKeepsTheOrderAskedFor() {
    put(Item.of(1, "a", 1), Item.of(1, "b", 2));
    List<byte[]> keys =
        List.of(
            Item.TABLE.key(new AccountId(1), "b"),
            Item.TABLE.key(new AccountId(1), "x"),
            Item.TABLE.key(new AccountId(1), "a"));
    List<Optional<Item>> found =
        store.transact(
            ONE,
            tx -> {
              tx.delete(Item.TABLE, new AccountId(1), "b");
              return tx.getAll(Item.TABLE, keys);
            });
    assertTrue(found.get(0).isEmpty());
    assertTrue(found.get(1).isEmpty());
    assertEquals("1/a:1", found.get(2).orElseThrow().toString());
  }

  @Test
  void scansFollowKeysAndBounds() {
    put(Item.of(1, "a", 3), Item.of(1, "ab", 2), Item.of(1, "b", 1), Item.of(1, "c", 1));
    store.run(Scopes.account(new AccountId(2)), tx -> tx.put(Item.TABLE, Item.of(2, "a", 9)));
    KeyRange mine = KeyRange.prefix(new AccountId(1));
    assertEquals(List.of("1/a:3", "1/ab:2", "1/b:1", "1/c:1"), scan(Scan.of(Item.TABLE, mine)));
    assertEquals(List.of("1/c:1", "1/b:1"), scan(Scan.of(Item.TABLE, mine).reversed().limit(2)));
    assertEquals(List.of("1/ab:2", "1/b:1"), scan(Scan.of(Item.TABLE, mine.from("ab").to("b"))));
    assertEquals(List.of("1/b:1"), scan(Scan.of(Item.TABLE, mine.after("ab").before("c"))));
    assertEquals(List.of("1/a:3", "1/ab:2"), scan(Scan.of(Item.TABLE, mine.startingWith("a"))));
    assertEquals(5, scan(Scan.of(Item.TABLE, KeyRange.all())).size());
    assertEquals(List.of(), scan(Scan.of(Item.TABLE, mine.from("x").to("b"))));
  }

  @Test
  void indexesFollowTheirRows() {
    put(Item.of(1, "a", 30), Item.of(1, "b", -20), Item.of(1, "c", 10));
    KeyRange mine = KeyRange.prefix(new AccountId(1));
    assertEquals(List.of("1/b:-20", "1/c:10", "1/a:30"), scan(Scan.of(Item.BY_SIZE, mine)));
    put(Item.of(1, "a", 5));
    store.run(ONE, tx -> assertTrue(tx.delete(Item.TABLE, new AccountId(1), "b")));
    assertEquals(List.of("1/a:5", "1/c:10"), scan(Scan.of(Item.BY_SIZE, mine)));
    assertEquals(List.of("1/c:10"), scan(Scan.of(Item.BY_SIZE, mine.after(5L))));
  }

  @Test
  void aTransactionSeesItsOwnWritesEverywhere() {
    put(Item.of(1, "a", 1), Item.of(1, "c", 3), Item.of(1, "e", 5));
    KeyRange mine = KeyRange.prefix(new AccountId(1));
    store.run(
        ONE,
        tx -> {
          tx.put(Item.TABLE, Item.of(1, "b", 4));
          tx.put(Item.TABLE, Item.of(1, "e", 0));
          tx.delete(Item.TABLE, new AccountId(1), "c");
          assertEquals("[1/a:1, 1/b:4, 1/e:0]", tx.scan(Item.TABLE, mine).toString());
          assertEquals("[1/e:0, 1/a:1, 1/b:4]", tx.scanIndex(Item.BY_SIZE, mine).toString());
          assertEquals(
              "[1/b:4, 1/a:1]",
              tx.scan(Scan.of(Item.BY_SIZE, mine).reversed().limit(2)).toString());
          assertEquals("1/b:4", tx.require(Item.TABLE, new AccountId(1), "b").toString());
          assertTrue(tx.get(Item.TABLE, new AccountId(1), "c").isEmpty());
        });
    assertEquals(List.of("1/e:0", "1/a:1", "1/b:4"), scan(Scan.of(Item.BY_SIZE, mine)));
  }

  @Test
  void uniqueIndexesAndInsertsRefuseDuplicates() {
    put(Item.of(1, "a", 1).withLabel("x"));
    put(Item.of(1, "a", 2).withLabel("x"));
    for (Item taken : List.of(Item.of(1, "b", 1).withLabel("x"), Item.of(1, "a", 1))) {
      StorageException refused =
          assertThrows(
              StorageException.class, () -> store.run(ONE, tx -> tx.insert(Item.TABLE, taken)));
      assertInstanceOf(StorageError.Exists.class, refused.error());
    }
    put(Item.of(1, "n1", 1), Item.of(1, "n2", 1));
    store.run(
        ONE,
        tx -> {
          tx.delete(Item.TABLE, new AccountId(1), "a");
          tx.insert(Item.TABLE, Item.of(1, "b", 1).withLabel("x"));
        });
    assertEquals(
        "[1/b:1]",
        store
            .read(view -> view.scanIndex(Item.BY_LABEL, KeyRange.prefix(Optional.of("x"))))
            .toString());
  }

  @Test
  void writingOutsideTheScopesFails() {
    put(Item.of(1, "a", 1));
    Scopes two = Scopes.account(new AccountId(2));
    assertThrows(
        IllegalStateException.class,
        () -> store.run(two, tx -> tx.put(Item.TABLE, Item.of(1, "b", 1))));
    assertThrows(
        IllegalStateException.class,
        () -> store.run(two, tx -> tx.delete(Item.TABLE, new AccountId(1), "a")));
    assertEquals(List.of("1/a:1"), scan(Scan.of(Item.TABLE, KeyRange.all())));
  }

  @Test
  void aFailedClosureWritesNothing() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            store.run(
                ONE,
                tx -> {
                  tx.put(Item.TABLE, Item.of(1, "a", 1));
                  throw new IllegalArgumentException("no");
                }));
    assertEquals(List.of(), scan(Scan.of(Item.TABLE, KeyRange.all())));
  }

  @Test
  void tooManyRowsAreRefused() {
    StorageException refused =
        assertThrows(
            StorageException.class,
            () ->
                store.run(
                    ONE,
                    tx -> {
                      for (int i = 0; i <= Transaction.MAX_ROWS; i++) {
                        tx.put(Item.TABLE, Item.of(1, "n" + i, i));
                      }
                    }));
    assertInstanceOf(StorageError.Limit.class, refused.error());
    assertTrue(refused.error().message().contains("5000"));
    assertEquals(List.of(), scan(Scan.of(Item.TABLE, KeyRange.all())));
  }

  @Test
  void concurrentTransactionsOnOneScopeLoseNothing() throws Exception {
    put(Item.of(1, "n", 0));
    inParallel(
        8,
        _ -> {
          for (int i = 0; i < 25; i++) {
            store.run(
                ONE,
                tx -> {
                  Item now = tx.require(Item.TABLE, new AccountId(1), "n");
                  tx.put(Item.TABLE, now.withSize(now.size() + 1));
                });
          }
        });
    assertEquals(List.of("1/n:200"), scan(Scan.of(Item.TABLE, KeyRange.all())));
  }

  @Test
  void concurrentTransactionsOnUnscopedRowsLoseNothing() throws Exception {
    inParallel(
        8,
        _ -> {
          for (int i = 0; i < 25; i++) {
            store.run(
                Scopes.none(),
                tx -> {
                  long now = tx.get(Counting.TABLE, "c").map(Counting::value).orElse(0L);
                  tx.put(Counting.TABLE, new Counting("c", now + 1));
                });
          }
        });
    assertEquals(200, store.read(view -> view.require(Counting.TABLE, "c")).value());
  }

  @Test
  void actionsRunAfterTheCommitInItsOrder() throws Exception {
    List<Long> published = new ArrayList<>();
    put(Item.of(1, "n", 0));
    inParallel(
        4,
        _ -> {
          for (int i = 0; i < 20; i++) {
            store.run(
                ONE,
                tx -> {
                  Item now = tx.require(Item.TABLE, new AccountId(1), "n");
                  long next = now.size() + 1;
                  tx.put(Item.TABLE, now.withSize(next));
                  tx.afterCommit(() -> published.add(next));
                });
          }
        });
    assertEquals(IntStream.rangeClosed(1, 80).mapToObj(i -> (long) i).toList(), published);
  }

  @Test
  void aReadSeesOneMoment() throws Exception {
    put(Item.of(1, "a", 1), Item.of(1, "b", -1));
    AtomicInteger torn = new AtomicInteger();
    inParallel(
        3,
        worker -> {
          for (int i = 0; i < 50; i++) {
            if (worker == 0) {
              long size = i;
              put(Item.of(1, "a", size), Item.of(1, "b", -size));
            } else {
              long sum =
                  store.read(
                      view ->
                          view.require(Item.TABLE, new AccountId(1), "a").size()
                              + view.require(Item.TABLE, new AccountId(1), "b").size());
              torn.addAndGet(sum == 0 ? 0 : 1);
            }
          }
        });
    assertEquals(0, torn.get());
  }

  @Test
  void closuresMayNotCallTheStore() {
    assertThrows(
        IllegalStateException.class, () -> store.read(_ -> store.read(view -> view.hashCode())));
    assertThrows(
        IllegalStateException.class,
        () -> store.transact(ONE, _ -> store.transact(ONE, tx -> tx.hashCode())));
  }

  @Test
  void identifiersAreUniqueAndAscending() throws Exception {
    Set<Long> seen = new HashSet<>();
    inParallel(
        2,
        _ -> {
          long last = 0;
          for (int i = 0; i < 10_000; i++) {
            long next = store.ids().next();
            assertTrue(next > last);
            last = next;
            synchronized (seen) {
              assertTrue(seen.add(next));
            }
          }
        });
    assertFalse(seen.isEmpty());
  }

  private static byte[] octets(int size, int seed) {
    byte[] octets = new byte[size];
    new Random(seed).nextBytes(octets);
    return octets;
  }

  private BlobHash store(byte[] octets) {
    try (SpooledBody body = spool.body(octets)) {
      store.run(Scopes.none(), tx -> tx.putBody(body));
      return body.hash();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5_000, 131_072, 131_073, 262_000, 300_000, 1_000_000})
  void bodiesComeBackWholeAndInSlices(int size) {
    byte[] octets = octets(size, size);
    Content content = store.content(store(octets)).orElseThrow();
    assertEquals(size, content.size());
    assertArrayEquals(octets, content.read(0, size));
    int from = size / 3;
    int to = size - size / 7;
    assertArrayEquals(Arrays.copyOfRange(octets, from, to), content.read(from, to - from));
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    content.writeTo(from, to - from, whole::write);
    assertArrayEquals(Arrays.copyOfRange(octets, from, to), whole.toByteArray());
    assertThrows(IndexOutOfBoundsException.class, () -> content.read(0, size + 1));
  }

  @Test
  void bodiesStreamAndStayReadableInTheSpool() throws Exception {
    byte[] octets = octets(700_000, 1);
    try (SpooledBody body = spool.body(octets)) {
      assertArrayEquals(octets, body.content().read(0, octets.length));
      store.run(Scopes.none(), tx -> tx.putBody(body));
      assertArrayEquals(octets, body.content().read(0, octets.length));
      Content content = store.content(body.hash()).orElseThrow();
      assertArrayEquals(
          Arrays.copyOfRange(octets, 9, 500_009), content.stream(9, 500_000).readAllBytes());
    }
  }

  @Test
  void aBodyIsStoredOnceAndCanBeDeletedAndStoredAgain() {
    for (int size : new int[] {4_000, 400_000}) {
      byte[] octets = octets(size, 2);
      BlobHash hash = store(octets);
      assertEquals(hash, store(octets));
      try (SpooledBody body = spool.body(octets)) {
        store.run(Scopes.none(), tx -> tx.putBody(body));
        store.run(Scopes.none(), tx -> tx.putBody(body));
      }
      store.run(
          Scopes.none(),
          tx -> {
            assertTrue(tx.hasBody(hash));
            tx.deleteBody(hash);
            assertFalse(tx.hasBody(hash));
          });
      assertTrue(store.content(hash).isEmpty());
      assertEquals(hash, store(octets));
      assertArrayEquals(octets, store.content(hash).orElseThrow().read(0, size));
      assertEquals(List.of(), TestStores.faults(store));
    }
  }

  @Test
  void manyBodiesAreReadInTheOrderAskedFor() {
    List<BlobHash> hashes =
        IntStream.range(0, 70).mapToObj(i -> store(octets(100 + i, i))).toList();
    List<BlobHash> asked = new ArrayList<>(hashes.reversed());
    asked.add(10, new BlobHash(1, 2, 3, 4));
    List<Optional<Content>> found = store.readBodies(asked, 5_000);
    assertTrue(found.get(10).isEmpty());
    for (int i = 0; i < 70; i++) {
      Content content = found.get(i < 10 ? i : i + 1).orElseThrow();
      assertArrayEquals(octets(100 + 69 - i, 69 - i), content.read(0, (int) content.size()));
    }
  }

  @Test
  void aBodyThatIsGoneIsMissing() {
    BlobHash hash = store(octets(200_000, 3));
    Content content = store.content(hash).orElseThrow();
    store.run(Scopes.none(), tx -> tx.deleteBody(hash));
    StorageException gone = assertThrows(StorageException.class, () -> content.read(0, 1));
    assertInstanceOf(StorageError.Missing.class, gone.error());
  }

  /// Random transactions against a model: rows, both indexes, and what the transaction itself
  /// sees.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void randomTransactionsMatchAModel(long seed) {
    Random random = new Random(seed);
    TreeMap<String, Item> model = new TreeMap<>();
    for (int i = 0; i < 60; i++) {
      TreeMap<String, Item> next = new TreeMap<>(model);
      boolean fails = random.nextInt(5) == 0;
      try {
        store.run(
            ONE,
            tx -> {
              for (int j = random.nextInt(12); j >= 0; j--) {
                step(tx, next, random);
              }
              assertEquals(bySize(next.values()), tx.scanIndex(Item.BY_SIZE, all()).toString());
              if (fails) {
                throw new IllegalArgumentException("rolled back");
              }
            });
        model = next;
      } catch (IllegalArgumentException rolledBack) {
        assertTrue(fails, rolledBack.toString());
      }
      TreeMap<String, Item> now = model;
      assertEquals(
          now.values().toString(), store.read(view -> view.scan(Item.TABLE, all())).toString());
      assertEquals(
          bySize(now.values()), store.read(view -> view.scanIndex(Item.BY_SIZE, all())).toString());
    }
  }

  private static KeyRange all() {
    return KeyRange.prefix(new AccountId(1));
  }

  private static String bySize(Collection<Item> items) {
    return items.stream()
        .sorted(Comparator.comparingLong(Item::size).thenComparing(Item::name))
        .toList()
        .toString();
  }

  private static void step(Transaction tx, NavigableMap<String, Item> model, Random random) {
    String name = "n" + random.nextInt(30);
    switch (random.nextInt(4)) {
      case 0, 1 -> {
        Item item = Item.of(1, name, random.nextInt(10) - 5);
        tx.put(Item.TABLE, item);
        model.put(name, item);
      }
      case 2 -> {
        boolean was = model.remove(name) != null;
        assertEquals(was, tx.delete(Item.TABLE, new AccountId(1), name));
      }
      default -> {
        int limit = 1 + random.nextInt(5);
        Scan<Item> scan = Scan.of(Item.TABLE, all().from(name)).limit(limit);
        assertEquals(
            model.tailMap(name).values().stream().limit(limit).toList().toString(),
            tx.scan(scan).toString());
        assertEquals(
            model.headMap(name, false).descendingMap().values().stream()
                .limit(limit)
                .toList()
                .toString(),
            tx.scan(Scan.of(Item.TABLE, all().before(name)).reversed().limit(limit)).toString());
      }
    }
  }

  /// Runs a worker on several virtual threads at once.
  static void inParallel(int workers, java.util.function.IntConsumer work) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        int worker = i;
        running.add(
            executor.submit(
                () -> {
                  start.await();
                  work.accept(worker);
                  return null;
                }));
      }
      start.countDown();
      for (Future<?> one : running) {
        one.get();
      }
    }
  }
}
