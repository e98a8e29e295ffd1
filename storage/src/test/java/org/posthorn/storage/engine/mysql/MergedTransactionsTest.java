package org.posthorn.storage.engine.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.StoreOptions;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.Schema;
import org.posthorn.storage.schema.StateRow;
import org.posthorn.storage.schema.SubscriptionRow;

/// Transactions that come while one is at work are merged, and one that cannot go through does no
/// harm to the others.
@EnabledIf("org.posthorn.storage.engine.mysql.DatabaseServer#available")
class MergedTransactionsTest {
  private static final int MANY = 20;
  private static final AccountId FIRST = new AccountId(1_000);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch release = new CountDownLatch(1);

  @SuppressWarnings("NullAway.Init")
  private TestDatabase database;

  @SuppressWarnings("NullAway.Init")
  private CuttingProxy proxy;

  @SuppressWarnings("NullAway.Init")
  private Store store;

  /// One connection writes, and a first transaction keeps it until the others have come.
  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.take();
    proxy = CuttingProxy.whole(DatabaseServer.shared().address());
    MysqlOptions options = DatabaseServer.shared().through(proxy, database.name(), 2, 1);
    store =
        Store.open(
            MysqlEngine.open(options, registry, Clock.systemUTC()),
            new StoreOptions(2, MANY + 5, 1, Schema.TABLES),
            registry,
            Clock.systemUTC());
  }

  @AfterEach
  void close() throws Exception {
    threads.close();
    store.close();
    proxy.close();
    database.close();
  }

  /// Runs work for as many accounts, all of it while one transaction is under way.
  ///
  /// @return what each ended with, the first account's first
  private List<Future<?>> together(Work work) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    List<Future<?>> all = new ArrayList<>();
    all.add(
        threads.submit(
            () ->
                store.run(
                    Scopes.account(FIRST),
                    tx -> {
                      subscribe(tx, FIRST, "first");
                      begun.countDown();
                      await(release);
                    })));
    begun.await();
    for (int i = 1; i <= MANY; i++) {
      int number = i;
      AccountId account = new AccountId(FIRST.value() + i);
      all.add(
          threads.submit(
              () -> store.run(Scopes.account(account), tx -> work.run(tx, account, number))));
    }
    Awaitility.await()
        .until(
            () ->
                registry.get("posthorn.store.pool.active").tag("pool", "write").gauge().value()
                    > MANY);
    release.countDown();
    return all;
  }

  private interface Work {
    void run(Transaction tx, AccountId account, int number);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static void subscribe(Transaction tx, AccountId account, String name) {
    tx.put(SubscriptionRow.TABLE, new SubscriptionRow(account, name));
  }

  private double reruns() {
    return registry.get("posthorn.store.reruns").counter().count();
  }

  private long commits() {
    return registry.get("posthorn.store.commit.batch").summary().count();
  }

  private int subscriptions() {
    return store.read(view -> view.scan(SubscriptionRow.TABLE, KeyRange.all())).size();
  }

  @Test
  void manyAreFewRequestsAndFewCommits() throws Exception {
    long before = proxy.requests();
    long commitsBefore = commits();
    for (Future<?> one : together((tx, account, _) -> subscribe(tx, account, "x"))) {
      one.get();
    }
    assertEquals(MANY + 1, subscriptions());
    assertEquals(0, reruns());
    // One by itself takes three requests and a commit.
    assertTrue(proxy.requests() - before < MANY, () -> proxy.requests() - before + " requests");
    assertTrue(commits() - commitsBefore <= 4, () -> commits() - commitsBefore + " commits");
  }

  @Test
  void aValueThatDoesNotFitFailsAlone() throws Exception {
    List<Future<?>> all =
        together(
            (tx, account, number) -> subscribe(tx, account, "x".repeat(number == 7 ? 800 : 1)));
    ExecutionException refused = assertThrows(ExecutionException.class, () -> all.get(7).get());
    StorageException cause = assertInstanceOf(StorageException.class, refused.getCause());
    assertInstanceOf(StorageError.Limit.class, cause.error());
    all.remove(7);
    for (Future<?> one : all) {
      one.get();
    }
    assertEquals(MANY, subscriptions());
  }

  @Test
  void aClosureThatThrowsFailsAlone() throws Exception {
    List<Future<?>> all =
        together(
            (tx, account, number) -> {
              subscribe(tx, account, "x");
              if (number == 7) {
                throw new IllegalArgumentException("no");
              }
            });
    ExecutionException refused = assertThrows(ExecutionException.class, () -> all.get(7).get());
    assertInstanceOf(IllegalArgumentException.class, refused.getCause());
    all.remove(7);
    for (Future<?> one : all) {
      one.get();
    }
    assertEquals(MANY, subscriptions());
    assertEquals(0, reruns());
  }

  /// A row that no scope covers, read and written by all of them.
  @Test
  void noneLosesWhatAnotherCounts() throws Exception {
    for (Future<?> one :
        together(
            (tx, _, _) -> {
              int now =
                  tx.get(StateRow.TABLE, "test", "n").map(row -> row.value().length).orElse(0);
              tx.put(StateRow.TABLE, new StateRow("test", "n", new byte[now + 1], Instant.EPOCH));
            })) {
      one.get();
    }
    int length = store.read(view -> view.require(StateRow.TABLE, "test", "n").value().length);
    assertEquals(MANY, length);
  }
}
