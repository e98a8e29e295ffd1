package org.posthorn.storage.engine;

/// The store's own table: its format version, its id, and marks of its keeper.
public final class MetaTable {
  /// One named value.
  ///
  /// @param name what it is
  /// @param value the value as text
  public record Row(String name, String value) {}

  /// The format version of rows and bodies, a decimal number.
  public static final String FORMAT = "format";

  /// The store's id, a UUID.
  public static final String STORE_ID = "store-id";

  /// No identifier made before the store was opened is later than this (milliseconds since 1970).
  public static final String CLOCK_CEILING = "clock-ceiling";

  /// What the names of rows begin with that say which daemon has a node number.
  public static final String NODE = "node-";

  /// Rises with every change of the directory, where several daemons share the store.
  public static final String DIRECTORY_VERSION = "directory-version";

  /// Which store is being moved into this one (its id), as long as not all of it is there.
  public static final String TRANSFER = "transfer";

  /// Of which store this one is a shard (its id), and the shard's name; absent in a store that has
  /// a directory of its own.
  public static final String SHARD = "shard";

  private static final Table.Builder<Row> B = Table.named(1, "meta");
  private static final Column<Row, String> NAME = B.column(1, "name", ColumnType.STRING, Row::name);
  private static final Column<Row, String> VALUE =
      B.column(2, "value", ColumnType.STRING, Row::value);

  public static final Table<Row> TABLE =
      B.key(NAME).unscoped().build(v -> new Row(v.get(NAME), v.get(VALUE)));

  private MetaTable() {}
}
