package org.posthorn.storage.schema;

import java.time.Instant;
import java.util.Optional;
import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.model.BlobHash;

/// Table `blob`: a body that somebody uses or used. Where its bytes lie is the engine's business.
///
/// The row belongs to no scope: whoever links a body reads it, whoever marks or deletes it writes
/// it, so the engine sees when the two meet.
///
/// @param hash its SHA-256
/// @param size its octets
/// @param deadSince since when the sweep has found it without links
public record BlobRow(BlobHash hash, long size, Optional<Instant> deadSince) {
  private static final Table.Builder<BlobRow> B = Table.named(27, "blob");
  public static final Column<BlobRow, BlobHash> HASH =
      B.column(1, "hash", ColumnType.HASH, BlobRow::hash);
  public static final Column<BlobRow, Long> SIZE =
      B.column(2, "size", ColumnType.INT64, BlobRow::size);
  public static final Column<BlobRow, Optional<Instant>> DEAD_SINCE =
      B.column(3, "dead_since", ColumnType.TIME.optional(), BlobRow::deadSince);

  public static final Table<BlobRow> TABLE =
      B.key(HASH)
          .unscoped()
          .seldomWritten()
          .build(v -> new BlobRow(v.get(HASH), v.get(SIZE), v.get(DEAD_SINCE)));
}
