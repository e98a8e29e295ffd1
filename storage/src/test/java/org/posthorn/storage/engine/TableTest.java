package org.posthorn.storage.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Keys keep the order of their values; rows outlive changes of their table.
class TableTest {
  record Wide(long number, String text, Optional<Integer> small, long unsigned) {
    private static final Table.Builder<Wide> B = Table.named(210, "wide");
    static final Column<Wide, Long> NUMBER = B.column(1, "number", ColumnType.INT64, Wide::number);
    static final Column<Wide, String> TEXT = B.column(2, "text", ColumnType.STRING, Wide::text);
    static final Column<Wide, Optional<Integer>> SMALL =
        B.column(3, "small", ColumnType.INT32.optional(), Wide::small);
    static final Column<Wide, Long> UNSIGNED =
        B.column(4, "unsigned", ColumnType.UINT32, Wide::unsigned);
    static final Table<Wide> TABLE =
        B.key(TEXT, NUMBER, SMALL, UNSIGNED)
            .unscoped()
            .build(v -> new Wide(v.get(NUMBER), v.get(TEXT), v.get(SMALL), v.get(UNSIGNED)));
  }

  private static final List<String> TEXTS =
      List.of("", "\0", "\0\0", "\0a", "a", "a\0", "a\0b", "ab", "b", "é", "\uFFFF");
  private static final List<Long> NUMBERS =
      List.of(Long.MIN_VALUE, -256L, -1L, 0L, 1L, 255L, 256L, Long.MAX_VALUE);

  private static Wide random(Random random) {
    return new Wide(
        NUMBERS.get(random.nextInt(NUMBERS.size())),
        TEXTS.get(random.nextInt(TEXTS.size())),
        random.nextBoolean() ? Optional.empty() : Optional.of(random.nextInt(5) - 2),
        random.nextInt(3) * 0x7FFF_FFFFL);
  }

  private static int compare(Wide a, Wide b) {
    int order = Integer.compare(TEXTS.indexOf(a.text), TEXTS.indexOf(b.text));
    order = order != 0 ? order : Long.compare(a.number, b.number);
    order = order != 0 ? order : Integer.compare(a.small.orElse(-99), b.small.orElse(-99));
    return order != 0 ? order : Long.compare(a.unsigned, b.unsigned);
  }

  @Test
  void keysAreOrderedAsTheirValuesAndComeBack() {
    Random random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      Wide a = random(random);
      Wide b = random(random);
      byte[] keyA = Wide.TABLE.keyOf(a);
      byte[] keyB = Wide.TABLE.keyOf(b);
      assertEquals(
          Integer.signum(compare(a, b)),
          Integer.signum(Arrays.compareUnsigned(keyA, keyB)),
          () -> a + " against " + b);
      assertEquals(a, Wide.TABLE.decode(keyA, ByteBuffer.wrap(Wide.TABLE.encode(a))));
    }
  }

  record Old(long id, String gone, long kept) {
    private static final Table.Builder<Old> B = Table.named(211, "grown");
    static final Column<Old, Long> ID = B.column(1, "id", ColumnType.INT64, Old::id);
    static final Column<Old, String> GONE = B.column(2, "gone", ColumnType.STRING, Old::gone);
    static final Column<Old, Long> KEPT = B.column(3, "kept", ColumnType.INT64, Old::kept);
    static final Table<Old> TABLE =
        B.key(ID).unscoped().build(v -> new Old(v.get(ID), v.get(GONE), v.get(KEPT)));
  }

  record New(long id, long kept, String added, Optional<Boolean> maybe) {
    private static final Table.Builder<New> B = Table.named(211, "grown");
    static final Column<New, Long> ID = B.column(1, "id", ColumnType.INT64, New::id);
    static final Column<New, Long> KEPT = B.column(3, "kept", ColumnType.INT64, New::kept);
    static final Column<New, String> ADDED =
        B.column(4, "added", ColumnType.STRING, New::added, "default");
    static final Column<New, Optional<Boolean>> MAYBE =
        B.column(5, "maybe", ColumnType.BOOL.optional(), New::maybe);
    static final Table<New> TABLE =
        B.key(ID)
            .unscoped()
            .build(v -> new New(v.get(ID), v.get(KEPT), v.get(ADDED), v.get(MAYBE)));
  }

  @Test
  void oldRowsGetDefaultsAndLoseRemovedColumns() {
    Old old = new Old(7, "removed", -8);
    New now = New.TABLE.decode(Old.TABLE.keyOf(old), ByteBuffer.wrap(Old.TABLE.encode(old)));
    assertEquals(new New(7, -8, "default", Optional.empty()), now);
    New written = new New(1, 2, "x", Optional.of(true));
    assertEquals(
        written,
        New.TABLE.decode(New.TABLE.keyOf(written), ByteBuffer.wrap(New.TABLE.encode(written))));
    assertThrows(
        IllegalStateException.class,
        () ->
            Old.TABLE.decode(New.TABLE.keyOf(written), ByteBuffer.wrap(New.TABLE.encode(written))));
  }

  @Test
  void wrongKeysAndDeclarationsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Item.TABLE.key("only one"));
    assertThrows(IllegalArgumentException.class, () -> Old.TABLE.key("not a number"));
    assertThrows(
        IllegalArgumentException.class,
        () -> KeyRange.prefix(1L, 2L).encode(Old.TABLE.keyColumns()));
    Table.Builder<Old> builder = Table.named(212, "twice");
    builder.column(1, "a", ColumnType.INT64, Old::id);
    assertThrows(
        IllegalArgumentException.class, () -> builder.column(1, "b", ColumnType.INT64, Old::id));
  }

  @Test
  void identifiersGoOnWhenTheClockStepsBack() {
    MovingClock clock = new MovingClock();
    IdGenerator ids = new IdGenerator(5, clock, clock.instant().minusSeconds(1));
    long first = ids.next();
    clock.step(-3_600_000);
    long second = ids.next();
    assertTrue(second > first);
    clock.step(3_600_010);
    assertTrue(ids.next() > second);
    assertEquals(5, first >>> 12 & 1023);
    List<Long> many = Stream.generate(ids::next).limit(10_000).toList();
    assertEquals(10_000, many.stream().distinct().count());
    IdGenerator restarted = new IdGenerator(5, new MovingClock(), ids.latest());
    assertTrue(restarted.next() > many.getLast());
  }

  private static final class MovingClock extends java.time.Clock {
    private long millis = java.time.Instant.parse("2026-06-01T00:00:00Z").toEpochMilli();

    void step(long by) {
      millis += by;
    }

    @Override
    public java.time.Instant instant() {
      return java.time.Instant.ofEpochMilli(millis);
    }

    @Override
    public java.time.ZoneId getZone() {
      return java.time.ZoneOffset.UTC;
    }

    @Override
    public java.time.Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
