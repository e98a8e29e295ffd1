package org.posthorn.storage.engine.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.posthorn.storage.engine.Ahead;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.StoreOptions;
import org.posthorn.storage.engine.Work;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.schema.BlobRow;
import org.posthorn.storage.schema.Schema;
import org.posthorn.storage.schema.SubscriptionRow;

/// A transaction is not held up by a slow one, nor by another one that has looked at the same body.
@EnabledIf("org.posthorn.storage.engine.mysql.DatabaseServer#available")
class SideBySideTest {
  private static final BlobHash HASH = BlobHash.of(new byte[32]);
  private static final AccountId SLOW = new AccountId(1_000);
  private static final AccountId QUICK = new AccountId(1_001);

  @Test
  void aSlowTransactionHoldsNobodyUp() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (TestDatabase database = TestDatabase.take();
        Store store =
            Store.open(
                database.open(), new StoreOptions(2, 4, 1, Schema.TABLES), registry, clock());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      BlobRow dead = new BlobRow(HASH, 1, Optional.of(Instant.EPOCH));
      store.run(Scopes.none(), tx -> tx.put(BlobRow.TABLE, dead));
      Work<Optional<BlobRow>> look = tx -> tx.get(BlobRow.TABLE, HASH);
      Future<Optional<BlobRow>> slow =
          threads.submit(
              () ->
                  store.transact(
                      Scopes.account(SLOW),
                      tx -> {
                        Optional<BlobRow> found = look.run(tx);
                        begun.countDown();
                        await(release);
                        return found;
                      }));
      begun.await();
      Optional<BlobRow> found =
          store.transact(
              Scopes.account(QUICK),
              Ahead.of(BlobRow.TABLE, HASH),
              tx -> {
                tx.put(SubscriptionRow.TABLE, new SubscriptionRow(QUICK, "x"));
                return look.run(tx);
              });
      assertEquals(Optional.of(dead), found);
      release.countDown();
      assertTrue(slow.get().isPresent());
      assertEquals(0, registry.get("posthorn.store.reruns").counter().count());
    }
  }

  private static Clock clock() {
    return Clock.systemUTC();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
