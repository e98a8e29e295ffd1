package org.posthorn.storage.directory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.posthorn.storage.directory.DirectoryAdmin.AccountInfo;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.AccountRow;

/// Adds what accounts use whose mail does not lie beside the directory.
record ElsewhereUse(AccountPlaces places) {
  /// The same accounts, in this order; with [AccountInfo#UNKNOWN] where a shard cannot be asked.
  List<AccountInfo> complete(List<AccountInfo> accounts) {
    Map<String, List<AccountId>> elsewhere =
        accounts.stream()
            .filter(one -> !one.place().equals(AccountPlaces.HOME))
            .collect(
                Collectors.groupingBy(
                    AccountInfo::place, Collectors.mapping(AccountInfo::id, Collectors.toList())));
    Map<AccountId, AccountRow> rows = new HashMap<>();
    elsewhere.forEach((place, ids) -> rows.putAll(rows(place, ids)));
    return accounts.stream().map(one -> complete(one, rows)).toList();
  }

  private Map<AccountId, AccountRow> rows(String place, List<AccountId> ids) {
    try {
      return places.at(place).rows(ids);
    } catch (StorageException failure) {
      if (!failure.error().temporary()) {
        throw failure;
      }
      return Map.of();
    }
  }

  private static AccountInfo complete(AccountInfo account, Map<AccountId, AccountRow> rows) {
    if (account.place().equals(AccountPlaces.HOME)) {
      return account;
    }
    AccountRow row = rows.get(account.id());
    return row == null
        ? account.using(AccountInfo.UNKNOWN, AccountInfo.UNKNOWN)
        : account.using(row.usedBytes(), row.usedMessages());
  }
}
