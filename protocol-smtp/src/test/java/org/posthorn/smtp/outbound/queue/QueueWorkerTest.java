package org.posthorn.smtp.outbound.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.config.QueueConfig;
import org.posthorn.storage.queue.QueueEntry;

/// What the queue does with mail for elsewhere (RFC 5321 §4.5.4).
class QueueWorkerTest {
  private static final String ALICE = "alice@example.test";

  private final QueueFixture fixture = QueueFixture.open();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void whatIsQueuedIsDeliveredAtOnce() {
    fixture.submit(ALICE, "Bob@far.test", "carol@far.test", "dora@else.test");
    fixture.settle();
    assertEquals(
        List.of("Bob@far.test", "carol@far.test", "dora@else.test"), fixture.courier.recipients());
    assertEquals(
        List.of("else.test", "far.test"), fixture.courier.tried().stream().sorted().toList());
    assertEquals(ALICE, fixture.courier.handed().getFirst().sender());
    assertEquals(
        "Received: by here\r\n" + QueueFixture.MESSAGE, fixture.courier.handed().getFirst().text());
    assertEquals(0, fixture.queue().size());
    assertEquals(List.of(), fixture.alices());
  }

  @Test
  void whatIsDeferredIsTriedAgainAsPlanned() {
    fixture.courier.trouble("far.test", FakeCourier.LATER);
    fixture.submit(ALICE, "bob@far.test");
    fixture.settle();
    QueueEntry entry = fixture.entries().getFirst();
    assertEquals(1, entry.attempts());
    assertEquals("4.2.1 mx.test: 450 4.2.1 come again", entry.lastError());
    assertEquals(fixture.clock.instant().plus(Duration.ofMinutes(1)), entry.dueAt());
    fixture.pass(Duration.ofSeconds(59));
    assertEquals(1, fixture.courier.tried().size());
    fixture.pass(Duration.ofSeconds(1));
    assertEquals(2, fixture.courier.tried().size());
    fixture.courier.well("far.test");
    fixture.pass(Duration.ofMinutes(2));
    assertEquals(List.of("bob@far.test"), fixture.courier.recipients());
    assertEquals(0, fixture.queue().size());
    assertEquals(List.of(), fixture.alices());
  }

  @Test
  void oneRecipientsFailureIsNotTheOthers() {
    fixture.courier.trouble("nobody@far.test", FakeCourier.UNKNOWN);
    fixture.courier.trouble("busy@far.test", FakeCourier.LATER);
    fixture.submit(ALICE, "bob@far.test", "nobody@far.test", "busy@far.test");
    fixture.settle();
    assertEquals(List.of("bob@far.test"), fixture.courier.recipients());
    assertEquals(
        List.of("busy@far.test"), fixture.entries().stream().map(QueueEntry::recipient).toList());
    String report = fixture.alices().getFirst();
    assertTrue(report.contains("Final-Recipient: rfc822; nobody@far.test\r\n"), report);
    assertTrue(report.contains("Action: failed\r\nStatus: 5.1.1\r\n"), report);
    assertTrue(report.startsWith("Return-Path: <>\r\n"), report);
  }

  @Test
  void anUnreachableDestinationIsAskedOnceForAllItsMail() {
    fixture.courier.trouble("dead.test", FakeCourier.UNREACHABLE);
    fixture.submit(ALICE, "first@dead.test");
    fixture.settle();
    for (int i = 0; i < 30; i++) {
      fixture.submit(ALICE, "r" + i + "@dead.test");
    }
    fixture.settle();
    assertEquals(1, fixture.courier.tried().size());
    assertEquals(31, fixture.entries().size());
    fixture.pass(Duration.ofMinutes(1));
    assertEquals(2, fixture.courier.tried().size(), "one finds out for all");
    fixture.courier.well("dead.test");
    fixture.pass(Duration.ofMinutes(2));
    assertEquals(31, fixture.courier.recipients().size());
    assertEquals(0, fixture.queue().size());
  }

  @Test
  void afterFiveDaysItGoesBack() {
    fixture.courier.trouble("dead.test", FakeCourier.UNREACHABLE);
    fixture.submit(ALICE, "bob@dead.test");
    fixture.settle();
    for (int i = 0; i < 5 * 24; i++) {
      fixture.pass(Duration.ofHours(1));
    }
    fixture.pass(Duration.ofHours(1));
    assertEquals(0, fixture.queue().size());
    List<String> reports = fixture.alices();
    assertEquals(2, reports.size());
    assertTrue(reports.get(0).contains("Action: delayed\r\nStatus: 4.4.1\r\n"), reports.get(0));
    assertTrue(reports.get(0).contains("Will-Retry-Until: "), reports.get(0));
    assertTrue(reports.get(1).contains("Action: failed\r\nStatus: 5.4.7\r\n"), reports.get(1));
  }

  @Test
  void mailIsStillThereAfterARestart() {
    fixture.courier.trouble("far.test", FakeCourier.LATER);
    fixture.submit(ALICE, "bob@far.test");
    fixture.settle();
    fixture.courier.well("far.test");
    fixture.clock.advance(Duration.ofMinutes(1));
    fixture.restart();
    fixture.settle();
    assertEquals(List.of("bob@far.test"), fixture.courier.recipients());
  }

  @Test
  void nobodyIsToldOfAReportThatFails() {
    fixture.courier.trouble("far.test", FakeCourier.UNKNOWN);
    fixture.submit("", "bob@far.test");
    fixture.submit("someone@far.test", "carol@far.test");
    fixture.settle();
    assertEquals(0, fixture.queue().size());
    assertEquals(3, fixture.courier.tried().size(), "two messages, and one report of the second");
    assertEquals(List.of(), fixture.alices());
  }

  @Test
  void whatTheAdministratorGivesBackIsNotTriedAgain() {
    fixture.courier.trouble("far.test", FakeCourier.LATER);
    fixture.submit(ALICE, "bob@far.test");
    fixture.settle();
    fixture.queue().hold(fixture.entries().getFirst().id());
    assertTrue(
        fixture.queue().giveBack(fixture.entries().getFirst().id(), fixture.clock.instant()));
    fixture.settle();
    assertEquals(0, fixture.queue().size());
    assertEquals(1, fixture.courier.tried().size());
    assertTrue(fixture.alices().getFirst().contains("has given it back"));
  }

  @Test
  void theCourierLearnsWhetherMoreIsDueForItsDestination() {
    QueueConfig config = QueueConfig.defaults().withMaxDeliveries(1, 1);
    try (QueueFixture oneByOne = QueueFixture.open(config)) {
      oneByOne.stopWorker();
      for (int i = 0; i < 3; i++) {
        oneByOne.submit(ALICE, "bob@far.test");
      }
      oneByOne.restart();
      oneByOne.settle();
      assertEquals(List.of(true, true, false), oneByOne.courier.moreWaited());
      oneByOne.submit(ALICE, "bob@far.test");
      oneByOne.settle();
      assertEquals(List.of(true, true, false, false), oneByOne.courier.moreWaited());
    }
  }
}
