package org.posthorn.storage.schema;

import java.time.Instant;
import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.Index;
import org.posthorn.storage.engine.Table;

/// Table `state`: a small fact with an end. It belongs to no scope; two writers of one row meet.
///
/// @param kind whose fact it is
/// @param key its name among those
/// @param value the fact
/// @param expiresAt from then on it is as if absent
public record StateRow(String kind, String key, byte[] value, Instant expiresAt) {
  private static final Table.Builder<StateRow> B = Table.named(32, "state");
  public static final Column<StateRow, String> KIND =
      B.column(1, "kind", ColumnType.STRING, StateRow::kind);
  public static final Column<StateRow, String> KEY =
      B.column(2, "name", ColumnType.STRING, StateRow::key);
  public static final Column<StateRow, byte[]> VALUE =
      B.column(3, "value", ColumnType.BYTES, StateRow::value);
  public static final Column<StateRow, Instant> EXPIRES_AT =
      B.column(4, "expires_at", ColumnType.TIME, StateRow::expiresAt);

  /// What expires next.
  public static final Index<StateRow> BY_EXPIRY = B.index(1, "by_expiry", EXPIRES_AT);

  public static final Table<StateRow> TABLE =
      B.key(KIND, KEY)
          .unscoped()
          .build(v -> new StateRow(v.get(KIND), v.get(KEY), v.get(VALUE), v.get(EXPIRES_AT)));
}
