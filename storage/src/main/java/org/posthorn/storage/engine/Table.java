package org.posthorn.storage.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A table of rows `R` (a record): its columns, primary key, secondary indexes and scope,
/// declared once in code.
///
///     private static final Table.Builder<MessageRow> B = Table.named(7, "message"); static final
///     Column<MessageRow, MailboxId> MAILBOX = B.column(1, "mailbox", …); static final
///     Column<MessageRow, Long> UID = B.column(2, "uid", UINT32, MessageRow::uid); static final
///     Index<MessageRow> BY_MODSEQ = B.index(1, "by_modseq", MAILBOX, MODSEQ); static final
///     Table<MessageRow> TABLE = B.key(MAILBOX, UID).scope(Scope.Kind.ACCOUNT, ACCOUNT) .build(v
///     -> new MessageRow(v.get(MAILBOX), v.get(UID), …));
///
/// Numbers of tables, columns and indexes are what stored bytes know them by: they are never
/// changed and never used again. A column added later declares a default or is optional.
/// Immutable and thread-safe.
public final class Table<R> {
  private final int number;
  private final String name;
  private final List<Column<R, ?>> columns;
  private final List<Column<R, ?>> key;
  private final List<Column<R, ?>> outsideKey;
  private final List<Column<R, ?>> byNumber;
  private final List<Index<R>> indexes;
  private final Scoping<R> scoping;
  private final boolean seldomWritten;
  private final Function<Values, R> factory;

  private Table(Builder<R> builder, Scoping<R> scoping, Function<Values, R> factory) {
    this.number = builder.number;
    this.name = builder.name;
    this.columns = List.copyOf(builder.columns);
    this.key = List.copyOf(builder.key);
    this.outsideKey = columns.stream().filter(column -> !key.contains(column)).toList();
    this.byNumber = byNumber(columns);
    this.indexes = List.copyOf(builder.indexes);
    this.scoping = scoping;
    this.seldomWritten = builder.seldomWritten;
    this.factory = factory;
    indexes.forEach(index -> index.belongsTo(this));
  }

  /// A list in which each column stands at its number; gaps hold some other column.
  private static <R> List<Column<R, ?>> byNumber(List<Column<R, ?>> columns) {
    int highest = columns.stream().mapToInt(Column::number).max().orElse(0);
    List<Column<R, ?>> list = new ArrayList<>();
    for (int i = 0; i <= highest; i++) {
      list.add(columns.getFirst());
    }
    columns.forEach(column -> list.set(column.number(), column));
    return List.copyOf(list);
  }

  /// Starts a declaration.
  ///
  /// @param number 1 to 254; 1 is taken by [MetaTable]
  /// @param name lower-case letters and underscores: also the table's name in SQL
  public static <R> Builder<R> named(int number, String name) {
    return new Builder<>(number, name);
  }

  public int number() {
    return number;
  }

  public String name() {
    return name;
  }

  /// All columns, in the order of declaration.
  public List<Column<R, ?>> columns() {
    return columns;
  }

  /// The columns of the primary key, in its order.
  public List<Column<R, ?>> keyColumns() {
    return key;
  }

  public List<Index<R>> indexes() {
    return indexes;
  }

  /// The scope a row belongs to; empty for tables that no scope covers (bodies, the store's own).
  public Optional<Scope> scopeOf(R row) {
    return scoping.of(row);
  }

  /// Whether rows belong to scopes.
  public boolean scoped() {
    return !(scoping instanceof Scoping.None);
  }

  /// Whether most transactions that read a row of it leave it as it is, so that they had better not
  /// wait for each other.
  public boolean seldomWritten() {
    return seldomWritten;
  }

  /// The primary key of a row, order-preserving.
  public byte[] keyOf(R row) {
    KeyWriter out = new KeyWriter();
    for (Column<R, ?> column : key) {
      out.column(column.type(), column.raw(row));
    }
    return out.toBytes();
  }

  /// The primary key made of the given values, one for each key column.
  ///
  /// @throws IllegalArgumentException if their number or a type is wrong
  public byte[] key(Object... values) {
    if (values.length != key.size()) {
      throw new IllegalArgumentException(
          "the key of %s has %d columns, not %d".formatted(name, key.size(), values.length));
    }
    KeyWriter out = new KeyWriter();
    for (int i = 0; i < values.length; i++) {
      Column<R, ?> column = key.get(i);
      out.column(column.type(), column.rawOf(values[i]));
    }
    return out.toBytes();
  }

  /// The raw values of an encoded primary key; for engines whose store has columns itself.
  public List<Object> rawKey(byte[] encoded) {
    KeyReader in = new KeyReader(encoded);
    return key.stream().map(column -> in.column(column.type())).toList();
  }

  /// The stored form of all columns outside the key; for key-value engines.
  public byte[] encode(R row) {
    return RowCodec.encode(outsideKey, row);
  }

  /// The row of a key and a value that [#encode] wrote, by this or an earlier version of the table.
  public R decode(byte[] encodedKey, ByteBuffer value) {
    Object[] raw = new Object[columns.size()];
    KeyReader in = new KeyReader(encodedKey);
    for (Column<R, ?> column : key) {
      raw[column.position()] = in.column(column.type());
    }
    RowCodec.decode(byNumber, value, raw);
    for (Column<R, ?> column : outsideKey) {
      if (Objects.isNull(raw[column.position()])) {
        raw[column.position()] = column.rawDefault();
      }
    }
    return factory.apply(new Values(raw));
  }

  /// The row of column values; for engines whose store has columns itself.
  public R row(Values values) {
    return factory.apply(values);
  }

  @Override
  public String toString() {
    return name;
  }

  /// Where a table's rows get their scope from.
  private sealed interface Scoping<R> {
    Optional<Scope> of(R row);

    record None<R>() implements Scoping<R> {
      @Override
      public Optional<Scope> of(R row) {
        return Optional.empty();
      }
    }

    record Fixed<R>(Optional<Scope> scope) implements Scoping<R> {
      @Override
      public Optional<Scope> of(R row) {
        return scope;
      }
    }

    record ByColumn<R>(Scope.Kind kind, Column<R, ?> column) implements Scoping<R> {
      @Override
      public Optional<Scope> of(R row) {
        return Optional.of(new Scope(kind, ((Number) column.raw(row)).longValue()));
      }
    }
  }

  /// Collects a declaration; used up by [#build].
  public static final class Builder<R> {
    private final int number;
    private final String name;
    private final List<Column<R, ?>> columns = new ArrayList<>();
    private final List<Column<R, ?>> key = new ArrayList<>();
    private final List<Index<R>> indexes = new ArrayList<>();
    private final Set<Object> taken = new HashSet<>();
    private Optional<Scoping<R>> scoping = Optional.empty();
    private boolean seldomWritten;

    private Builder(int number, String name) {
      if (number < 1 || number > 254) {
        throw new IllegalArgumentException("table numbers go from 1 to 254");
      }
      this.number = number;
      this.name = name;
    }

    /// A column that every stored row has, or (with an optional type) may lack.
    public <V> Column<R, V> column(
        int number, String name, ColumnType<V> type, Function<R, V> accessor) {
      return add(number, name, type, accessor, Optional.empty());
    }

    /// A column that older rows lack; they get the default.
    public <V> Column<R, V> column(
        int number, String name, ColumnType<V> type, Function<R, V> accessor, V defaultValue) {
      return add(number, name, type, accessor, Optional.of(defaultValue));
    }

    private <V> Column<R, V> add(
        int number,
        String name,
        ColumnType<V> type,
        Function<R, V> accessor,
        Optional<V> defaultValue) {
      if (number < 1 || number > 1000) {
        throw new IllegalArgumentException("column numbers go from 1 to 1000");
      }
      claim(number, "column " + number);
      claim(name, "column " + name);
      Column<R, V> column =
          new Column<>(number, columns.size(), name, type, accessor, defaultValue);
      columns.add(column);
      return column;
    }

    private void claim(Object what, String words) {
      if (!taken.add(what)) {
        throw new IllegalArgumentException("table " + name + " declares " + words + " twice");
      }
    }

    /// A secondary index.
    ///
    /// @param number from 1 to 255
    @SafeVarargs
    public final Index<R> index(int number, String name, Column<R, ?>... columns) {
      return index(number, name, false, columns);
    }

    /// A secondary index that no two rows may agree in.
    @SafeVarargs
    public final Index<R> uniqueIndex(int number, String name, Column<R, ?>... columns) {
      return index(number, name, true, columns);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    private Index<R> index(int number, String name, boolean unique, Column<R, ?>... columns) {
      if (number < 1 || number > 255) {
        throw new IllegalArgumentException("index numbers go from 1 to 255");
      }
      claim("index " + number, "index " + number);
      claim("index " + name, "index " + name);
      Index<R> index = new Index<>(number, name, List.copyOf(Arrays.asList(columns)), unique);
      indexes.add(index);
      return index;
    }

    /// The primary key.
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final Builder<R> key(Column<R, ?>... columns) {
      key.addAll(Arrays.asList(columns));
      return this;
    }

    /// Rows belong to the account or queue partition that a column (with a 64- or 32-bit number as
    /// its raw value) names.
    public Builder<R> scope(Scope.Kind kind, Column<R, ?> column) {
      scoping = Optional.of(new Scoping.ByColumn<>(kind, column));
      return this;
    }

    /// Rows belong to the directory.
    public Builder<R> directoryScope() {
      scoping = Optional.of(new Scoping.Fixed<>(Optional.of(Scope.DIRECTORY)));
      return this;
    }

    /// Rows belong to no scope: any transaction may write them, and the store runs a closure again
    /// when such a row that it read by key was changed meanwhile.
    public Builder<R> unscoped() {
      scoping = Optional.of(new Scoping.None<>());
      return this;
    }

    /// Most transactions that read a row leave it as it is.
    public Builder<R> seldomWritten() {
      seldomWritten = true;
      return this;
    }

    /// Ends the declaration.
    ///
    /// @param factory makes a row of its column values
    public Table<R> build(Function<Values, R> factory) {
      if (key.isEmpty()) {
        throw new IllegalStateException("table " + name + " has no key");
      }
      return new Table<>(
          this,
          scoping.orElseThrow(() -> new IllegalStateException("table " + name + " has no scope")),
          factory);
    }
  }
}
