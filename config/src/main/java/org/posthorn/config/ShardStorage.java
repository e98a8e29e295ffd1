package org.posthorn.config;

import java.util.List;

/// A further database for accounts: one `[[storage.shard]]`. Immutable.
///
/// @param name its name, which stands beside each of its accounts
/// @param mysql where it is and how it is talked to; its poll for changes is that of
///     `[storage.mysql]`
/// @param accounts whose accounts go there when they are added: addresses, domains, `*.` and a
///     domain for all below it
/// @param takesOthers whether it takes a part of the accounts that no shard names
public record ShardStorage(
    String name, MysqlStorage mysql, List<String> accounts, boolean takesOthers) {
  public ShardStorage {
    accounts = List.copyOf(accounts);
  }
}
