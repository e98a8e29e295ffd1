package org.posthorn.storage.schema;

import java.time.Instant;
import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.model.BlobHash;

/// Table `blob_sweep`: the worklist of bodies that may have lost their last link, or that are
/// marked as dead and wait for the end of the grace period. Links and [BlobRow] decide.
///
/// @param dueAt when to look at it
/// @param hash the body
public record BlobSweepRow(Instant dueAt, BlobHash hash) {
  private static final Table.Builder<BlobSweepRow> B = Table.named(29, "blob_sweep");
  public static final Column<BlobSweepRow, Instant> DUE_AT =
      B.column(1, "due_at", ColumnType.TIME, BlobSweepRow::dueAt);
  public static final Column<BlobSweepRow, BlobHash> HASH =
      B.column(2, "hash", ColumnType.HASH, BlobSweepRow::hash);

  public static final Table<BlobSweepRow> TABLE =
      B.key(DUE_AT, HASH).unscoped().build(v -> new BlobSweepRow(v.get(DUE_AT), v.get(HASH)));
}
