package org.posthorn.storage.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.EngineView;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.Table;

/// The rows of a table in the order of their keys, a batch at a time. One thread.
final class RowPages<R> {
  private static final int MOST_ROWS = 2_000;
  private static final long MOST_BYTES = 4L << 20;

  private final Engine engine;
  private final Table<R> table;
  private Optional<R> last;

  /// @param last the row to begin behind
  RowPages(Engine engine, Table<R> table, Optional<R> last) {
    this.engine = engine;
    this.table = table;
    this.last = last;
  }

  /// The next rows; none at the end.
  List<R> next() {
    List<R> rows = new ArrayList<>();
    long[] bytes = {0};
    try (EngineView view = engine.view()) {
      view.scan(
          Scan.of(table, behind()).limit(MOST_ROWS),
          (_, row) -> {
            rows.add(row);
            bytes[0] += table.encode(row).length;
            return bytes[0] < MOST_BYTES;
          });
    }
    if (!rows.isEmpty()) {
      last = Optional.of(rows.getLast());
    }
    return rows;
  }

  private KeyRange behind() {
    return last.map(
            row ->
                KeyRange.all()
                    .after(
                        table.keyColumns().stream()
                            .<Object>map(column -> column.value(row))
                            .toArray()))
        .orElse(KeyRange.all());
  }
}
