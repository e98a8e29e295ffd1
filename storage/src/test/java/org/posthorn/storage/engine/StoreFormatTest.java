package org.posthorn.storage.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.engine.StoreFormat.Migration;

/// Which steps of a migration run, and what is left when one is interrupted.
class StoreFormatTest {
  private final List<String> done = new ArrayList<>();

  private Migration step(int to) {
    return new Migration(to, "step", _ -> done.add("to " + to));
  }

  private static String version(Store store) {
    return store.read(view -> view.require(MetaTable.TABLE, MetaTable.FORMAT)).value();
  }

  @Test
  void newStoreHasTheCurrentVersion() {
    try (Store store = TestStores.memory(List.of())) {
      assertEquals(Integer.toString(StoreFormat.CURRENT), version(store));
    }
  }

  @Test
  void onlyStepsBeyondTheStoresVersionRunInOrder() {
    try (Store store = TestStores.memory(List.of())) {
      StoreFormat.migrate(store, 3, List.of(step(2), step(3), step(4), step(5)));
      assertEquals(List.of("to 4", "to 5"), done);
      assertEquals("5", version(store));
      StoreFormat.migrate(store, 5, List.of(step(4), step(5)));
      assertEquals(2, done.size());
    }
  }

  @Test
  void anInterruptedStepIsDoneAgainThoseBeforeAreNot() {
    Migration failing =
        new Migration(
            5,
            "fails",
            _ -> {
              throw new IllegalStateException("interrupted");
            });
    try (Store store = TestStores.memory(List.of())) {
      assertThrows(
          IllegalStateException.class,
          () -> StoreFormat.migrate(store, 3, List.of(step(4), failing)));
      assertEquals("4", version(store));
      StoreFormat.migrate(store, 4, List.of(step(4), step(5)));
      assertEquals(List.of("to 4", "to 5"), done);
      assertEquals("5", version(store));
    }
  }
}
