package org.posthorn.smtp.outbound.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthorn.smtp.outbound.queue.Schedule.Pick;
import org.posthorn.smtp.outbound.queue.Schedule.Taken;
import org.posthorn.storage.model.QueueEntryId;
import org.posthorn.storage.queue.QueueRef;
import org.posthorn.storage.schema.QueueEntryRow;

/// What the schedule knows of many destinations without going over all of them.
class ScheduleTest {
  private static final Instant NOW = Instant.parse("2026-11-24T20:00:00Z");
  private static final Duration BACK_OFF = Duration.ofMinutes(5);

  /// 40 entries, 8 destinations with 8 entries each, one attempt at a time.
  private final Schedule schedule =
      new Schedule(
          new Schedule.Bounds(40, 8, 8, 1, 0),
          new RetryPlan(List.of(Duration.ofMinutes(1)), BACK_OFF, BACK_OFF));

  private long next;

  private Taken offer(String destination) {
    next++;
    return schedule.offer(
        new QueueRef(
            0, new QueueEntryId(next), QueueEntryRow.Kind.REMOTE, destination, next, 0, NOW));
  }

  private List<Pick> picks() {
    List<Pick> picks = new ArrayList<>();
    for (Optional<Pick> pick = schedule.next(NOW); pick.isPresent(); pick = schedule.next(NOW)) {
      picks.add(pick.get());
    }
    return picks;
  }

  private void end(Pick pick) {
    schedule.ended(pick, NOW);
  }

  @Test
  void whoHasLittleLeftIsHungry() {
    for (int i = 0; i < 8; i++) {
      assertEquals(Taken.YES, offer("a.test"));
    }
    assertEquals(Taken.LATER, offer("a.test"));
    assertTrue(schedule.hasMore("a.test"));
    assertFalse(schedule.isHungry());
    for (int i = 0; i < 6; i++) {
      picks().forEach(this::end);
    }
    assertEquals(List.of("a.test"), schedule.hungry(5));
    schedule.fed("a.test", false);
    assertEquals(List.of(), schedule.hungry(5));
  }

  @Test
  void theHungryTakeTurns() {
    for (String name : List.of("a.test", "b.test", "c.test")) {
      for (int i = 0; i < 9; i++) {
        offer(name);
      }
    }
    for (int i = 0; i < 6; i++) {
      picks().forEach(this::end);
    }
    List<String> first = schedule.hungry(2);
    List<String> then = schedule.hungry(2);
    assertEquals(2, first.size());
    assertFalse(first.contains(then.getFirst()));
    assertEquals(first.getFirst(), then.get(1));
  }

  @Test
  void aFullWindowTakesNothing() {
    for (int destination = 0; destination < 5; destination++) {
      for (int i = 0; i < 8; i++) {
        assertEquals(Taken.YES, offer("d" + destination + ".test"));
      }
    }
    assertEquals(Taken.NO, offer("d0.test"));
    assertEquals(Taken.NO, offer("new.test"));
    assertFalse(schedule.hasRoom());
    while (schedule.waiting() > 30) {
      picks().forEach(this::end);
    }
    assertTrue(schedule.hasRoom());
    assertEquals(Taken.YES, offer("new.test"));
  }

  @Test
  void onlySoManyDestinations() {
    for (int i = 0; i < 8; i++) {
      assertEquals(Taken.YES, offer("d" + i + ".test"));
    }
    assertEquals(Taken.NO, offer("new.test"));
    assertEquals(Taken.YES, offer("d0.test"));
  }

  @Test
  void countsWhoIsLeftAlone() {
    for (String name : List.of("a.test", "b.test", "c.test")) {
      offer(name);
    }
    assertEquals(0, schedule.blocked(NOW));
    schedule.unreachable("a.test", FakeCourier.UNREACHABLE, NOW, NOW);
    schedule.unreachable("b.test", FakeCourier.UNREACHABLE, NOW, NOW.plusSeconds(60));
    schedule.unreachable("a.test", FakeCourier.UNREACHABLE, NOW, NOW.plusSeconds(1));
    assertEquals(2, schedule.blocked(NOW));
    schedule.reached("b.test");
    assertEquals(1, schedule.blocked(NOW));
    assertEquals(0, schedule.blocked(NOW.plus(BACK_OFF)));
    schedule.unreachable("a.test", FakeCourier.UNREACHABLE, NOW.plus(BACK_OFF), NOW.plus(BACK_OFF));
    assertEquals(1, schedule.blocked(NOW.plus(BACK_OFF)));
  }
}
