package org.posthorn.storage.engine.mysql;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.posthorn.config.value.HostPort;
import org.posthorn.config.value.Secret;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.TestStores;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.Schema;
import org.posthorn.storage.schema.SubscriptionRow;

/// The only server hangs again and again while transactions are under way, and goes on: readers are
/// told, what was acknowledged took place once, and what was refused did not.
@EnabledIf("org.posthorn.storage.engine.mysql.MariaDbServer#available")
class HungServerTest {
  private static final int WRITERS = 6;
  private static final int ROUNDS = 4;

  private final List<AtomicInteger> done =
      IntStream.range(0, WRITERS).mapToObj(_ -> new AtomicInteger()).toList();
  private final AtomicBoolean stop = new AtomicBoolean();

  @Test
  void everyTransactionTakesPlaceOnceOrIsRefused() {
    try (MariaDbServer server = MariaDbServer.start();
        Store store = open(server)) {
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < WRITERS; i++) {
          int writer = i;
          threads.execute(() -> write(store, writer));
        }
        try {
          for (int round = 0; round < ROUNDS; round++) {
            awaitMore();
            server.freeze();
            StorageException told =
                assertThrows(StorageException.class, () -> rows(store, new AccountId(1)));
            assertInstanceOf(StorageError.Unavailable.class, told.error());
            server.thaw();
          }
          awaitMore();
        } finally {
          server.thaw();
          stop.set(true);
        }
      }
      for (int i = 0; i < WRITERS; i++) {
        assertEquals(done.get(i).get(), rows(store, account(i)));
      }
    }
  }

  private static Store open(MariaDbServer server) {
    MysqlOptions options =
        new MysqlOptions(
            List.of(new HostPort("127.0.0.1", server.port())),
            server.server().newDatabase(),
            "root",
            Secret.of(""),
            2,
            2,
            false,
            Duration.ofSeconds(1),
            Map.of());
    return TestStores.on(
        MysqlEngine.open(options, new SimpleMeterRegistry(), Clock.systemUTC()), Schema.TABLES);
  }

  private void awaitMore() {
    List<Integer> before = done.stream().map(AtomicInteger::get).toList();
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> IntStream.range(0, WRITERS).allMatch(i -> done.get(i).get() > before.get(i) + 2));
  }

  /// Each transaction writes the row behind the last one: run twice it would leave one too many.
  private void write(Store store, int writer) {
    AccountId account = account(writer);
    while (!stop.get()) {
      try {
        store.run(
            Scopes.account(account),
            tx -> {
              int next = tx.scan(SubscriptionRow.TABLE, KeyRange.prefix(account)).size();
              tx.put(SubscriptionRow.TABLE, new SubscriptionRow(account, "n%06d".formatted(next)));
            });
        done.get(writer).incrementAndGet();
      } catch (StorageException _) {
        // Refused: it did not take place.
      }
    }
  }

  private static AccountId account(int writer) {
    return new AccountId(writer + 1L);
  }

  private static int rows(Store store, AccountId account) {
    return store.read(view -> view.scan(SubscriptionRow.TABLE, KeyRange.prefix(account))).size();
  }
}
