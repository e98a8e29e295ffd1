package org.posthorn.storage.engine;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The format of stores: its version, and what leads from each version to the next.
///
/// A table may get another column without a new version, as columns have defaults for rows that
/// lack them. What an older program would misread needs a step here, and a store of the version
/// before, kept among the tests.
final class StoreFormat {
  /// One step.
  ///
  /// @param to the version that the store has afterwards
  /// @param what it does, for the log
  /// @param work done before the version is written; done again where it was interrupted, so it
  ///     must bear that
  record Migration(int to, String what, Consumer<Store> work) {}

  private static final Logger log = LoggerFactory.getLogger(StoreFormat.class);

  private static final List<Migration> MIGRATIONS =
      List.of(
          // The engine makes the column family when it opens: no row has to be touched.
          new Migration(2, "small bodies may wait beside the rows", _ -> {}));

  /// The version this program writes; it reads this and older ones.
  static final int CURRENT = MIGRATIONS.getLast().to();

  private StoreFormat() {}

  /// Brings a store from an older version to the current one.
  static void migrate(Store store, int from) {
    migrate(store, from, MIGRATIONS);
  }

  /// Runs those of the steps that lead beyond a version, in order, each durable with its version.
  static void migrate(Store store, int from, List<Migration> steps) {
    for (Migration step : steps) {
      if (step.to() > from) {
        log.atInfo()
            .addKeyValue("from", step.to() - 1)
            .addKeyValue("to", step.to())
            .addKeyValue("change", step.what())
            .log("migrating the store");
        step.work().accept(store);
        store.run(Scopes.none(), tx -> write(tx, step.to()));
      }
    }
  }

  static void write(Transaction tx, int version) {
    tx.put(MetaTable.TABLE, new MetaTable.Row(MetaTable.FORMAT, Integer.toString(version)));
  }
}
