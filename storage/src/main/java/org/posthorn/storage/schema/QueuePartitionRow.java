package org.posthorn.storage.schema;

import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;

/// Table `queue_partition`: the counts of one partition of the queue.
///
/// @param partition which one
/// @param entries how many entries it has
/// @param lastToken the fencing token given last
/// @param held how many of the entries are held back
public record QueuePartitionRow(int partition, long entries, long lastToken, long held) {
  private static final Table.Builder<QueuePartitionRow> B = Table.named(35, "queue_partition");
  public static final Column<QueuePartitionRow, Integer> PARTITION =
      B.column(1, "part", ColumnType.INT32, QueuePartitionRow::partition);
  public static final Column<QueuePartitionRow, Long> ENTRIES =
      B.column(2, "entries", ColumnType.INT64, QueuePartitionRow::entries);
  public static final Column<QueuePartitionRow, Long> LAST_TOKEN =
      B.column(3, "last_token", ColumnType.INT64, QueuePartitionRow::lastToken);
  public static final Column<QueuePartitionRow, Long> HELD =
      B.column(4, "held", ColumnType.INT64, QueuePartitionRow::held, 0L);

  public static final Table<QueuePartitionRow> TABLE =
      B.key(PARTITION)
          .scope(Scope.Kind.QUEUE, PARTITION)
          .build(
              v ->
                  new QueuePartitionRow(
                      v.get(PARTITION), v.get(ENTRIES), v.get(LAST_TOKEN), v.get(HELD)));

  /// With more entries, or fewer.
  public QueuePartitionRow plus(long more, long moreHeld) {
    return new QueuePartitionRow(partition, entries + more, lastToken, held + moreHeld);
  }

  /// With that token given.
  public QueuePartitionRow withToken(long token) {
    return new QueuePartitionRow(partition, entries, token, held);
  }
}
