package org.posthorn.smtp.outbound.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.smtp.outbound.Courier;

/// Two daemons work one queue: leases and their fencing tokens keep them apart.
class TwoWorkersTest {
  private static final String ALICE = "alice@example.test";
  private static final int MESSAGES = 300;

  private final QueueFixture fixture = QueueFixture.open();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void everyMessageIsDeliveredOnce() {
    FakeCourier other = new FakeCourier();
    fixture.stopWorker();
    for (int i = 0; i < MESSAGES; i++) {
      fixture.submit(ALICE, "r" + i + "@d" + i % 7 + ".test");
    }
    try (QueueWorker first = fixture.worker(fixture.courier);
        QueueWorker second = fixture.worker(other)) {
      first.start();
      second.start();
      Awaitility.await().until(() -> fixture.queue().size() == 0);
      Awaitility.await().until(() -> first.isIdle() && second.isIdle());
    }
    List<String> all = new ArrayList<>(fixture.courier.recipients());
    all.addAll(other.recipients());
    assertEquals(MESSAGES, all.size());
    assertEquals(MESSAGES, all.stream().distinct().count());
  }

  @Test
  void whoeverIsTooSlowWritesNothing() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Courier slow =
        (message, _) -> {
          begun.countDown();
          try {
            goOn.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          return message.recipients().stream()
              .map(_ -> new org.posthorn.smtp.outbound.RecipientResult.Failed(FakeCourier.UNKNOWN))
              .map(org.posthorn.smtp.outbound.RecipientResult.class::cast)
              .toList();
        };
    fixture.stopWorker();
    fixture.submit(ALICE, "bob@far.test");
    try (QueueWorker stuck = fixture.worker(slow)) {
      stuck.start();
      begun.await();
      // Nobody renews in time, and somebody else takes over.
      fixture.clock.advance(LeaseKeeper.LEASE.plusSeconds(1));
      try (QueueWorker other = fixture.worker(fixture.courier)) {
        other.start();
        Awaitility.await().until(() -> fixture.queue().size() == 0);
      }
      goOn.countDown();
      Awaitility.await().until(() -> stuck.isIdle());
    }
    assertEquals(List.of("bob@far.test"), fixture.courier.recipients());
    assertEquals(List.of(), fixture.alices(), "no report of a failure that does not count");
    assertTrue(fixture.queue().nextDue(fixture.clock.instant()).isEmpty());
    assertEquals(Duration.ofMinutes(2), LeaseKeeper.LEASE);
  }
}
