package org.posthorn.storage.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.MovableClock;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.queue.QueueLease;
import org.posthorn.storage.queue.QueueSamples;

class RedeliveryTest {
  private static final String MESSAGE = "Subject: late\r\n\r\nbetter than never\r\n";
  private static final String PREFIX = "Return-Path: <a@far.example>\r\n";
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final MovableClock clock = new MovableClock();
  private final StorageFixture store = StorageFixture.chosen(StorageFixture.options(), clock);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatWaitsForSomebodyHereIsDeliveredOnce() {
    QueueLease lease = enqueue(store.alice(), "alice@example.test");
    assertInstanceOf(Redelivery.Result.Delivered.class, store.mail().redelivery().deliver(lease));
    assertInstanceOf(Redelivery.Result.Lost.class, loserOf(lease));
    assertEquals(
        List.of(PREFIX + MESSAGE), store.contents(store.alice(), store.inbox(store.alice())));
    assertEquals(0, store.mail().queue().size());
    store.verify();
  }

  private Redelivery.Result loserOf(QueueLease lease) {
    // The body is still there for a while, so the lease is what stops the second delivery.
    return store.mail().redelivery().deliver(lease);
  }

  @Test
  void whoIsOverQuotaGetsItLater() {
    MailAddress alice = new MailAddress("alice", "example.test");
    store.mail().directoryAdmin().setQuota(alice, 10);
    QueueLease lease = enqueue(store.alice(), alice.toString());
    assertRefused(StorageError.OverQuota.class, lease);
    assertEquals(1, store.mail().queue().size());

    store.mail().directoryAdmin().setQuota(alice, 1_000_000);
    assertInstanceOf(Redelivery.Result.Delivered.class, store.mail().redelivery().deliver(lease));
    assertEquals(
        List.of(PREFIX + MESSAGE), store.contents(store.alice(), store.inbox(store.alice())));
  }

  @Test
  void whatIsForNobodyHereStays() {
    assertRefused(StorageError.Missing.class, enqueue(new AccountId(77), "nobody@example.test"));
    assertEquals(1, store.mail().queue().size());
  }

  private void assertRefused(Class<? extends StorageError> error, QueueLease lease) {
    Redelivery.Result result = store.mail().redelivery().deliver(lease);
    assertInstanceOf(error, assertInstanceOf(Redelivery.Result.Refused.class, result).error());
  }

  private QueueLease enqueue(AccountId account, String recipient) {
    try (SpooledBody body = store.body(MESSAGE)) {
      store
          .mail()
          .queue()
          .enqueue(
              body,
              List.of(
                  QueueSamples.local(
                      account,
                      recipient,
                      PREFIX.getBytes(StandardCharsets.US_ASCII),
                      clock.instant())));
    }
    return QueueSamples.leaseDue(store.mail().queue(), clock.instant(), LEASE, 1).getFirst();
  }
}
