package org.posthorn.storage.schema;

import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.model.BlobHash;

/// Table `structure`: what the scanner found in a body, once for all who have it.
///
/// @param hash the body
/// @param parser version of the scanner and of the encoding; an older one is parsed again when read
/// @param encoded the structure, as [org.posthorn.storage.mime.StructureCodec] writes it
public record StructureRow(BlobHash hash, int parser, byte[] encoded) {
  private static final Table.Builder<StructureRow> B = Table.named(30, "structure");
  public static final Column<StructureRow, BlobHash> HASH =
      B.column(1, "hash", ColumnType.HASH, StructureRow::hash);
  public static final Column<StructureRow, Integer> PARSER =
      B.column(2, "parser", ColumnType.INT32, StructureRow::parser);
  public static final Column<StructureRow, byte[]> ENCODED =
      B.column(3, "encoded", ColumnType.BYTES, StructureRow::encoded);

  public static final Table<StructureRow> TABLE =
      B.key(HASH)
          .unscoped()
          .build(v -> new StructureRow(v.get(HASH), v.get(PARSER), v.get(ENCODED)));
}
