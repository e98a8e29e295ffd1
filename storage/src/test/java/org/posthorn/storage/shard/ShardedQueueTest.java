package org.posthorn.storage.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.MovableClock;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.delivery.Redelivery;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.TestStores;
import org.posthorn.storage.maintenance.Progress;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.queue.QueueLease;
import org.posthorn.storage.queue.QueueSamples;
import org.posthorn.storage.schema.AccountShardRow;
import org.posthorn.storage.schema.Schema;
import org.posthorn.storage.transfer.StoreTransfer;

class ShardedQueueTest {
  private static final String MESSAGE = "Subject: late\r\n\r\nbetter than never\r\n";
  private static final Duration LEASE = Duration.ofMinutes(1);

  /// The first worker stores the message in the shard and comes too late to take it out.
  @Test
  void whatTwoWorkersDeliverToAShardIsThereOnce() {
    MovableClock clock = new MovableClock();
    try (StorageFixture store = StorageFixture.sharded(StorageFixture.options(), clock)) {
      AccountId alice = store.alice();
      try (SpooledBody body = store.body(MESSAGE)) {
        store
            .mail()
            .queue()
            .enqueue(
                body,
                List.of(
                    QueueSamples.local(
                        alice,
                        "alice@example.test",
                        "X: 1\r\n".getBytes(StandardCharsets.US_ASCII),
                        clock.instant())));
      }
      QueueLease late =
          QueueSamples.leaseDue(store.mail().queue(), clock.instant(), LEASE, 1).getFirst();
      clock.advance(LEASE.plusSeconds(1));
      QueueLease next =
          QueueSamples.leaseDue(store.mail().queue(), clock.instant(), LEASE, 1).getFirst();
      Redelivery redelivery = store.mail().redelivery();
      assertInstanceOf(Redelivery.Result.Lost.class, redelivery.deliver(late));
      assertEquals(1, store.mail().queue().size());
      assertInstanceOf(Redelivery.Result.Delivered.class, redelivery.deliver(next));
      assertEquals(0, store.mail().queue().size());
      assertEquals(List.of("X: 1\r\n" + MESSAGE), store.contents(alice, store.inbox(alice)));
      store.verify();
    }
  }

  @Test
  void aStoreWithShardsIsNotMoved(@TempDir Path directory) {
    Engine source = TestStores.memoryEngine();
    Engine target = TestStores.memoryEngine();
    target.prepare(StoreTransfer.tables());
    try (Store store = TestStores.on(source, Schema.TABLES)) {
      store.run(
          Scopes.directory(),
          tx -> tx.put(AccountShardRow.TABLE, new AccountShardRow(new AccountId(1), "b")));
      StoreTransfer transfer =
          new StoreTransfer(source, target, TestStores.spool(directory), Progress.NONE);
      StorageException refused = assertThrows(StorageException.class, transfer::run);
      assertInstanceOf(StorageError.Denied.class, refused.error());
    }
  }
}
