package org.posthorn.storage.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.MovableClock;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.queue.MailQueue;

class RedeliveryTest {
  private static final String MESSAGE = "Subject: late\r\n\r\nbetter than never\r\n";
  private static final String PREFIX = "Return-Path: <a@far.example>\r\n";

  private final MovableClock clock = new MovableClock();
  private final StorageFixture store = StorageFixture.chosen(StorageFixture.options(), clock);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatWaitsForSomebodyHereIsDeliveredOnce() {
    enqueue("alice@example.test");
    assertEquals(1, store.mail().redelivery().runOnce());
    assertEquals(0, store.mail().redelivery().runOnce());
    assertEquals(
        List.of(PREFIX + MESSAGE), store.contents(store.alice(), store.inbox(store.alice())));
    assertEquals(0, store.mail().queue().size());
    store.verify();
  }

  @Test
  void whoIsOverQuotaGetsItLater() {
    MailAddress alice = new MailAddress("alice", "example.test");
    store.mail().directoryAdmin().setQuota(alice, 10);
    enqueue(alice.toString());
    assertEquals(0, store.mail().redelivery().runOnce());
    assertEquals(1, store.mail().queue().size());

    store.mail().directoryAdmin().setQuota(alice, 1_000_000);
    assertEquals(0, store.mail().redelivery().runOnce(), "not due yet");
    clock.advance(Duration.ofHours(5));
    assertEquals(1, store.mail().redelivery().runOnce());
    assertEquals(
        List.of(PREFIX + MESSAGE), store.contents(store.alice(), store.inbox(store.alice())));
  }

  @Test
  void whatIsForNobodyHereStays() {
    enqueue("nobody@example.test");
    assertEquals(0, store.mail().redelivery().runOnce());
    assertEquals(1, store.mail().queue().size());
  }

  private void enqueue(String recipient) {
    try (SpooledBody body = store.body(MESSAGE)) {
      store
          .mail()
          .queue()
          .enqueue(
              body,
              List.of(
                  new MailQueue.NewEntry(
                      PREFIX.getBytes(StandardCharsets.US_ASCII),
                      "a@far.example",
                      recipient,
                      new byte[0],
                      clock.instant())));
    }
  }
}
