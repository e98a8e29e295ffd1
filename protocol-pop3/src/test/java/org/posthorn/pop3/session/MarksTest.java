package org.posthorn.pop3.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.BitSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class MarksTest {
  @Property(tries = 200)
  void isASetOfIndexes(@ForAll List<@IntRange(max = 20_000) Integer> indexes) {
    Marks marks = Marks.NONE;
    BitSet expected = new BitSet();
    for (int index : indexes) {
      Marks before = marks;
      boolean was = expected.get(index);
      marks = marks.with(index);
      expected.set(index);
      assertEquals(was, before.contains(index), "the set before is left as it was");
    }
    assertEquals(expected.cardinality(), marks.count());
    for (int i = 0; i <= 20_000; i++) {
      assertEquals(expected.get(i), marks.contains(i));
    }
  }

  @Test
  void emptyAndRepeated() {
    assertFalse(Marks.NONE.contains(123_456));
    Marks one = Marks.NONE.with(5000);
    assertSame(one, one.with(5000));
    assertFalse(Marks.NONE.contains(5000));
  }
}
