package org.posthorn.storage.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// What every engine under a [Store] must do.
public abstract class EngineContract {
  static final Scopes ONE = Scopes.account(new AccountId(1));

  Store store = TestStores.memory(List.of());

  /// A new, empty engine.
  protected abstract Engine newEngine();

  @BeforeEach
  final void openStore() {
    store.close();
    store = TestStores.on(newEngine(), List.of(Item.TABLE, Counting.TABLE));
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
