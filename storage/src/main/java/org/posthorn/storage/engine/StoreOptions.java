package org.posthorn.storage.engine;

import java.util.List;

/// How a [Store] runs.
///
/// @param readers platform threads that run closures of reads and read bodies
/// @param writers platform threads that run closures of transactions
/// @param node this daemon's number in identifiers, 0 to 1023
/// @param tables every table there is but [MetaTable]
public record StoreOptions(int readers, int writers, int node, List<Table<?>> tables) {
  public StoreOptions {
    if (readers < 1 || writers < 1) {
      throw new IllegalArgumentException("each pool needs a thread");
    }
    tables = List.copyOf(tables);
  }

  /// As many threads as the machine's processors make sensible, node 0.
  public static StoreOptions of(List<Table<?>> tables) {
    int processors = Runtime.getRuntime().availableProcessors();
    return new StoreOptions(Math.max(4, 2 * processors), Math.max(2, processors), 0, tables);
  }
}
