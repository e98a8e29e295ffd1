package org.posthorn.storage.engine;

/// A counter in no scope, for tests.
record Counting(String name, long value) {
  private static final Table.Builder<Counting> B = Table.named(201, "counting");
  static final Column<Counting, String> NAME =
      B.column(1, "name", ColumnType.STRING, Counting::name);
  static final Column<Counting, Long> VALUE =
      B.column(2, "value", ColumnType.INT64, Counting::value);
  static final Table<Counting> TABLE =
      B.key(NAME).unscoped().build(v -> new Counting(v.get(NAME), v.get(VALUE)));
}
