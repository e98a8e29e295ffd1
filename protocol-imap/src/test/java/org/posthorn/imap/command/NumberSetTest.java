package org.posthorn.imap.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthorn.imap.command.NumberSet.Range;

class NumberSetTest {
  private static NumberSet of(Range... ranges) {
    return new NumberSet(List.of(ranges));
  }

  @Test
  void rangesMergeAndStarIsTheLargest() {
    NumberSet set = of(new Range(5, 3), new Range(4, 6), new Range(NumberSet.STAR, 9));
    assertEquals("3:6,9:20", set.resolve(20).toString());
    assertEquals("3:6,8:9", set.resolve(8).toString()); // RFC 9051 §9: the order means nothing
    assertEquals(9, set.largestWritten());
    assertEquals("5:3,4:6,*:9", set.toString());
  }

  @Test
  void starInAnEmptyMailboxMeansNothing() {
    assertEquals("", of(new Range(NumberSet.STAR, NumberSet.STAR)).resolve(0).toString());
    assertEquals("1", NumberSet.ALL.resolve(0).toString());
    assertEquals(1, NumberSet.ALL.largestWritten());
  }

  @Test
  void numbersAreInRange() {
    assertThrows(IllegalArgumentException.class, () -> new Range(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Range(1, NumberSet.STAR + 1));
    assertThrows(IllegalArgumentException.class, () -> new NumberSet(List.of()));
  }
}
