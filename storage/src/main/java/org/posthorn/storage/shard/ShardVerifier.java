package org.posthorn.storage.shard;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.maintenance.Progress;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.AccountShardRow;

/// Checks shards against the directory. One use.
final class ShardVerifier {
  private final Store home;
  private final Consumer<String> wrong;
  private long faults;

  ShardVerifier(Store home, Consumer<String> wrong) {
    this.home = home;
    this.wrong = wrong;
  }

  /// @return how many things are wrong
  long run(Collection<String> names, Function<String, MailHost> hosts, Progress progress) {
    Map<AccountId, String> listed = new HashMap<>();
    home.read(view -> view.scan(AccountShardRow.TABLE, KeyRange.all()))
        .forEach(row -> listed.put(row.account(), row.shard()));
    for (String name : names) {
      try {
        MailHost host = hosts.apply(name);
        faults += host.maintenance().verify(progress, line -> wrong.accept(named(name, line)));
        accounts(name, host.store(), listed);
      } catch (StorageException failure) {
        tell(name, "cannot be checked: " + failure.error().message());
      }
    }
    listed.values().stream()
        .distinct()
        .filter(name -> !names.contains(name))
        .forEach(name -> tell(name, "has accounts and is not in the configuration"));
    return faults;
  }

  private void accounts(String name, Store shard, Map<AccountId, String> listed) {
    Set<AccountId> there = new HashSet<>();
    for (AccountRow row : shard.read(view -> view.scan(AccountRow.TABLE, KeyRange.all()))) {
      there.add(row.id());
      if (row.state() != AccountRow.State.REMOVED && !name.equals(listed.get(row.id()))) {
        tell(name, "account number %s is not in the directory".formatted(row.id()));
      }
    }
    listed.forEach(
        (account, place) -> {
          if (place.equals(name) && !there.contains(account)) {
            tell(name, "account number %s is missing".formatted(account));
          }
        });
  }

  private void tell(String name, String problem) {
    wrong.accept(named(name, problem));
    faults++;
  }

  private static String named(String name, String problem) {
    return "shard " + name + ": " + problem;
  }
}
