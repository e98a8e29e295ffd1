package org.posthorn.storage.shard;

import java.util.Optional;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.MetaTable;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.DomainRow;

/// What a shard's store says of itself, so that a mistake in the configuration cannot make one
/// shard of another: people would be told that their mail is gone.
public final class ShardMark {
  private ShardMark() {}

  /// Makes an empty store the shard of that name, or checks that it is.
  ///
  /// @param home the id of the store that has the directory
  /// @throws StorageException `Denied` where it is something else
  static void claim(Store shard, String home, String name) {
    String wanted = home + ' ' + name;
    shard.run(
        Scopes.none(),
        tx -> {
          Optional<String> mark = read(tx);
          if (mark.isEmpty()) {
            if (isUsed(tx)) {
              throw denied("the database of shard %s is a mail store of its own".formatted(name));
            }
            tx.put(MetaTable.TABLE, new MetaTable.Row(MetaTable.SHARD, wanted));
          } else if (!mark.get().equals(wanted)) {
            throw denied(
                "the database of shard %s is shard %s of store %s"
                    .formatted(name, mark.get().split(" ")[1], mark.get().split(" ")[0]));
          }
        });
  }

  /// Refuses a shard in the place of a store with a directory.
  public static void requireNone(Store store) {
    store
        .read(ShardMark::read)
        .ifPresent(
            mark -> {
              throw denied(
                  "this database is shard %s of another store".formatted(mark.split(" ")[1]));
            });
  }

  private static Optional<String> read(View view) {
    return view.get(MetaTable.TABLE, MetaTable.SHARD).map(MetaTable.Row::value);
  }

  private static boolean isUsed(View view) {
    return view.first(Scan.of(AccountRow.TABLE, KeyRange.all())).isPresent()
        || view.first(Scan.of(DomainRow.TABLE, KeyRange.all())).isPresent();
  }

  private static StorageException denied(String message) {
    return new StorageException(new StorageError.Denied(message));
  }
}
