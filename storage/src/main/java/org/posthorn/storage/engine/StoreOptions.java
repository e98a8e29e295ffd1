package org.posthorn.storage.engine;

import java.util.List;

/// How a [Store] runs.
///
/// @param readers platform threads that run closures of reads and read bodies
/// @param writers platform threads that run closures of transactions
/// @param node how this daemon comes by its number in identifiers
/// @param tables every table there is but [MetaTable]
public record StoreOptions(int readers, int writers, NodeNumber node, List<Table<?>> tables) {
  public StoreOptions {
    if (readers < 1 || writers < 1) {
      throw new IllegalArgumentException("each pool needs a thread");
    }
    tables = List.copyOf(tables);
  }

  /// With a number that is known to be free.
  public StoreOptions(int readers, int writers, int node, List<Table<?>> tables) {
    this(readers, writers, new NodeNumber.Fixed(node), tables);
  }

  /// As many threads as the machine's processors make sensible, node 0.
  public static StoreOptions of(List<Table<?>> tables) {
    int processors = Runtime.getRuntime().availableProcessors();
    return new StoreOptions(Math.max(4, 2 * processors), Math.max(2, processors), 0, tables);
  }
}
