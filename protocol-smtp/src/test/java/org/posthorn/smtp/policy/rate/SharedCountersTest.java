package org.posthorn.smtp.policy.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.state.SharedCounts;

/// Shared buckets go first; those of the process stand in for them.
class SharedCountersTest {
  private final List<String> asked = new ArrayList<>();
  private Optional<Boolean> answer = Optional.empty();

  private final Counters counters =
      new SharedCounters(
          new SharedCounts() {
            @Override
            public Optional<Boolean> take(String name, int capacity, Duration period, int tokens) {
              asked.add(name + ' ' + capacity + ' ' + period + ' ' + tokens);
              return answer;
            }

            @Override
            public OptionalLong add(String name, Duration window) {
              return OptionalLong.empty();
            }

            @Override
            public OptionalLong count(String name) {
              return OptionalLong.empty();
            }
          },
          new MemoryCounters(Clock.systemUTC()));

  @Test
  void theSharedBucketDecides() {
    answer = Optional.of(false);
    assertFalse(counters.take("mail", "192.0.2.1", Rate.perHour(10)));
    assertFalse(counters.has("mail", "192.0.2.1", Rate.perHour(10)));
    answer = Optional.of(true);
    assertTrue(counters.take("mail", "192.0.2.1", Rate.perHour(10)));
    assertEquals(
        List.of(
            "rate:mail:192.0.2.1 10 PT1H 1",
            "rate:mail:192.0.2.1 10 PT1H 0",
            "rate:mail:192.0.2.1 10 PT1H 1"),
        asked);
  }

  @Test
  void withoutItTheProcessCounts() {
    assertTrue(counters.take("mail", "192.0.2.1", Rate.perHour(1)));
    assertFalse(counters.take("mail", "192.0.2.1", Rate.perHour(1)));
    assertFalse(counters.has("mail", "192.0.2.1", Rate.perHour(1)));
    assertTrue(counters.has("mail", "192.0.2.2", Rate.perHour(1)));
  }

  @Test
  void whatHasNoLimitIsNotCounted() {
    assertTrue(counters.take("mail", "192.0.2.1", Rate.perHour(0)));
    assertEquals(List.of(), asked);
  }
}
