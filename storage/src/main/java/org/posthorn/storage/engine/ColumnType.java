package org.posthorn.storage.engine;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import org.posthorn.storage.model.BlobHash;

/// How the values of a column look in Java (`V`) and in the store (a [Kind] and its *raw* Java
/// value).
///
/// The constants are the base types; [#as] wraps one for a domain type (`INT64.as(AccountId::new,
/// AccountId::value)`), [#optional()] allows absence. Immutable and thread-safe as long as the
/// functions are.
public final class ColumnType<V> {
  /// What an engine must be able to store and to order.
  public enum Kind {
    /// `Long`, signed.
    INT64(Long.class),
    /// `Long` from 0 to 2^32-1.
    UINT32(Long.class),
    /// `Integer`, signed.
    INT32(Integer.class),
    /// `Boolean`, false before true.
    BOOL(Boolean.class),
    /// `Long`, microseconds since 1970-01-01T00:00Z.
    MICROS(Long.class),
    /// `String`, ordered as its UTF-8 bytes are.
    STRING(String.class),
    /// `byte[]`, ordered unsigned; never modified after it was handed over.
    BYTES(byte[].class),
    /// [BlobHash], 32 bytes.
    HASH(BlobHash.class);

    private final Class<?> raw;

    Kind(Class<?> raw) {
      this.raw = raw;
    }

    /// The Java class of raw values.
    public Class<?> raw() {
      return raw;
    }
  }

  /// The raw value that stands for "absent" in optional columns: NULL in SQL.
  public static final Absent ABSENT = Absent.ABSENT;

  /// The type of [#ABSENT].
  public enum Absent {
    ABSENT
  }

  public static final ColumnType<Long> INT64 = base(Kind.INT64, Long.class);
  public static final ColumnType<Long> UINT32 = base(Kind.UINT32, Long.class);
  public static final ColumnType<Integer> INT32 = base(Kind.INT32, Integer.class);
  public static final ColumnType<Boolean> BOOL = base(Kind.BOOL, Boolean.class);
  public static final ColumnType<String> STRING = base(Kind.STRING, String.class);
  public static final ColumnType<byte[]> BYTES = base(Kind.BYTES, byte[].class);
  public static final ColumnType<BlobHash> HASH = base(Kind.HASH, BlobHash.class);

  /// A point in time, cut to whole microseconds.
  public static final ColumnType<Instant> TIME =
      new ColumnType<>(Kind.MICROS, false, ColumnType::micros, raw -> instant((Long) raw));

  private final Kind kind;
  private final boolean optional;
  private final Function<V, Object> toRaw;
  private final Function<Object, V> fromRaw;

  private ColumnType(
      Kind kind, boolean optional, Function<V, Object> toRaw, Function<Object, V> fromRaw) {
    this.kind = kind;
    this.optional = optional;
    this.toRaw = toRaw;
    this.fromRaw = fromRaw;
  }

  private static <V> ColumnType<V> base(Kind kind, Class<V> type) {
    return new ColumnType<>(kind, false, value -> value, type::cast);
  }

  private static Object micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /// The same storage for another Java type.
  public <T> ColumnType<T> as(Function<V, T> wrap, Function<T, V> unwrap) {
    return new ColumnType<>(
        kind,
        optional,
        value -> toRaw.apply(unwrap.apply(value)),
        raw -> wrap.apply(fromRaw.apply(raw)));
  }

  /// The same type with absence, which sorts before every value.
  public ColumnType<Optional<V>> optional() {
    return new ColumnType<>(
        kind,
        true,
        value -> value.map(toRaw).orElse(ABSENT),
        raw -> raw == ABSENT ? Optional.empty() : Optional.of(fromRaw.apply(raw)));
  }

  public Kind kind() {
    return kind;
  }

  /// Whether [#ABSENT] is a value.
  public boolean isOptional() {
    return optional;
  }

  /// The raw value; a [ClassCastException] if the argument is not a `V`.
  @SuppressWarnings("unchecked")
  Object toRaw(Object value) {
    return toRaw.apply((V) value);
  }

  V fromRaw(Object raw) {
    return fromRaw.apply(raw);
  }
}
