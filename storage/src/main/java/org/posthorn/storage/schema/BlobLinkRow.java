package org.posthorn.storage.schema;

import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.model.BlobHash;

/// Table `blob_link`: one use of a body.
///
/// @param hash the body
/// @param kind who uses it
/// @param owner which one: the email's or queue entry's id
public record BlobLinkRow(BlobHash hash, Kind kind, long owner) {
  /// Kinds of users.
  public enum Kind {
    EMAIL,
    QUEUE,
    QUARANTINE
  }

  private static final Table.Builder<BlobLinkRow> B = Table.named(28, "blob_link");
  public static final Column<BlobLinkRow, BlobHash> HASH =
      B.column(1, "hash", ColumnType.HASH, BlobLinkRow::hash);
  public static final Column<BlobLinkRow, Kind> KIND =
      B.column(2, "kind", Types.name(Kind.class), BlobLinkRow::kind);
  public static final Column<BlobLinkRow, Long> OWNER =
      B.column(3, "owner", ColumnType.INT64, BlobLinkRow::owner);

  public static final Table<BlobLinkRow> TABLE =
      B.key(HASH, KIND, OWNER)
          .unscoped()
          .build(v -> new BlobLinkRow(v.get(HASH), v.get(KIND), v.get(OWNER)));
}
