package org.posthorn.storage.engine.mysql;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.posthorn.storage.engine.Table;

/// The statements of all tables. Immutable.
final class SqlTables {
  private final Map<Table<?>, SqlTable<?>> byTable;

  SqlTables(List<Table<?>> tables) {
    this.byTable = tables.stream().collect(Collectors.toMap(Function.identity(), SqlTable::new));
  }

  @SuppressWarnings("unchecked")
  <R> SqlTable<R> of(Table<R> table) {
    SqlTable<?> found = byTable.get(table);
    if (found == null) {
      throw new IllegalArgumentException("the store was opened without table " + table);
    }
    return (SqlTable<R>) found;
  }
}
