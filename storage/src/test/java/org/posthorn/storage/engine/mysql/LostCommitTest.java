package org.posthorn.storage.engine.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.TestStores;
import org.posthorn.storage.engine.mysql.CuttingProxy.Cut;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.schema.Schema;
import org.posthorn.storage.schema.SubscriptionRow;

/// The connection is lost in the moment of a COMMIT, before or after the server has heard of it:
/// every transaction takes place once.
@EnabledIf("org.posthorn.storage.engine.mysql.DatabaseServer#available")
class LostCommitTest {
  private static final int WRITERS = 6;
  private static final int EACH = 8;

  @Test
  void everyTransactionTakesPlaceOnce() throws Exception {
    AtomicInteger commits = new AtomicInteger();
    AtomicInteger cuts = new AtomicInteger();
    AtomicBoolean armed = new AtomicBoolean();
    List<Future<?>> writers = new ArrayList<>();
    try (TestDatabase database = TestDatabase.take();
        CuttingProxy proxy =
            new CuttingProxy(
                DatabaseServer.shared().address(),
                () -> armed.get() ? next(commits.incrementAndGet(), cuts) : Cut.NONE);
        Store store =
            TestStores.on(
                MysqlEngine.open(
                    DatabaseServer.shared().through(proxy, database.name(), 2, 2),
                    new SimpleMeterRegistry(),
                    Clock.systemUTC()),
                Schema.TABLES)) {
      armed.set(true);
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 1; i <= WRITERS; i++) {
          AccountId account = new AccountId(i);
          writers.add(threads.submit(() -> count(store, account)));
        }
      }
      armed.set(false);
      for (Future<?> writer : writers) {
        writer.get();
      }
      for (int i = 1; i <= WRITERS; i++) {
        AccountId account = new AccountId(i);
        // A row for each number says that no transaction took place twice; the last that none is
        // missing.
        List<SubscriptionRow> rows =
            store.read(view -> view.scan(SubscriptionRow.TABLE, KeyRange.prefix(account)));
        assertEquals(EACH, rows.size());
        assertTrue(rows.stream().anyMatch(row -> row.name().equals(name(EACH - 1))));
      }
      assertTrue(cuts.get() >= WRITERS * EACH / 4, () -> cuts + " cuts");
    }
  }

  /// Each transaction writes the row behind the last one: run twice it would leave one too many.
  private static void count(Store store, AccountId account) {
    for (int i = 0; i < EACH; i++) {
      store.run(
          Scopes.account(account),
          tx -> {
            int next = tx.scan(SubscriptionRow.TABLE, KeyRange.prefix(account)).size();
            tx.put(SubscriptionRow.TABLE, new SubscriptionRow(account, name(next)));
          });
    }
  }

  private static String name(int number) {
    return "n%03d".formatted(number);
  }

  /// The driver's own packets have COMMIT in them too, such as those of the tokens: they are cut as
  /// well.
  private static Cut next(int commit, AtomicInteger cuts) {
    Cut cut =
        switch (commit % 4) {
          case 1 -> Cut.BEFORE;
          case 3 -> Cut.AFTER;
          default -> Cut.NONE;
        };
    if (cut != Cut.NONE) {
      cuts.incrementAndGet();
    }
    return cut;
  }
}
