package org.posthorn.storage.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.MovableClock;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.state.StateStore.Entry;

class StateStoreTest {
  private final MovableClock clock = new MovableClock();
  private final StorageFixture fixture = StorageFixture.chosen(StorageFixture.options(), clock);
  private final StateStore state = fixture.mail().state();

  @AfterEach
  void close() {
    fixture.close();
  }

  private Entry entry(int value, Duration life) {
    return new Entry(new byte[] {(byte) value}, clock.instant().plus(life));
  }

  @Test
  void rowsAreThereUntilTheyExpire() {
    state.put("grey", "a", entry(1, Duration.ofMinutes(1)));
    state.put("grey", "b", entry(2, Duration.ofMinutes(9)));
    state.put("other", "a", entry(3, Duration.ofMinutes(9)));
    assertArrayEquals(new byte[] {1}, state.get("grey", "a").orElseThrow().value());
    clock.advance(Duration.ofMinutes(1));
    assertTrue(state.get("grey", "a").isEmpty());
    Instant now = clock.instant();
    assertEquals(1, state.sweep(now, 10));
    assertEquals(0, state.sweep(now, 10));
    state.remove("other", "a");
    assertTrue(state.get("other", "a").isEmpty());
    assertTrue(state.get("grey", "b").isPresent());
  }

  @Test
  void rowsOfAKindAreListedInOrder() {
    state.putAll(
        "row",
        Map.of(
            "day1/b", entry(2, Duration.ofMinutes(9)),
            "day1/a", entry(1, Duration.ofMinutes(1)),
            "day1/c", entry(3, Duration.ofMinutes(9)),
            "day2/a", entry(4, Duration.ofMinutes(9))));
    state.put("rows", "day1/x", entry(5, Duration.ofMinutes(9)));
    assertEquals(
        List.of("day1/a", "day1/b", "day1/c"),
        List.copyOf(state.list("row", "day1/", "", 10).keySet()));
    clock.advance(Duration.ofMinutes(1));
    assertEquals(List.of("day1/b"), List.copyOf(state.list("row", "day1/", "", 1).keySet()));
    assertEquals(List.of("day1/c"), List.copyOf(state.list("row", "day1/", "day1/b", 10).keySet()));
    assertEquals(3, state.list("row", "", "", 10).size());
    assertTrue(state.list("row", "day3/", "", 10).isEmpty());
  }

  @Test
  void updatesAreAtomic() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        threads.execute(
            () ->
                state.update(
                    "count",
                    "x",
                    before ->
                        Optional.of(
                            entry(
                                before.map(e -> e.value()[0] + 1).orElse(1),
                                Duration.ofHours(1)))));
      }
    }
    assertEquals(50, state.get("count", "x").orElseThrow().value()[0]);
    assertTrue(state.update("count", "x", _ -> Optional.empty()).isEmpty());
    assertTrue(state.get("count", "x").isEmpty());
  }

  @Test
  void largeRowsAreRefused() {
    assertThrows(
        StorageException.class,
        () -> state.put("k", "x".repeat(513), entry(1, Duration.ofHours(1))));
    assertThrows(
        StorageException.class,
        () -> state.put("k", "x", new Entry(new byte[65_537], Instant.MAX)));
  }
}
