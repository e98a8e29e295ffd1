package org.posthorn.storage.schema;

import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.model.AccountId;

/// Table `account_shard`: in which shard the mail of an account lies, where it does not lie beside
/// the directory. Written when the account is added.
///
/// @param account the account
/// @param shard the shard's name
public record AccountShardRow(AccountId account, String shard) {
  private static final Table.Builder<AccountShardRow> B = Table.named(36, "account_shard");
  public static final Column<AccountShardRow, AccountId> ACCOUNT =
      B.column(1, "account", Types.ACCOUNT, AccountShardRow::account);
  public static final Column<AccountShardRow, String> SHARD =
      B.column(2, "shard", ColumnType.STRING, AccountShardRow::shard);

  public static final Table<AccountShardRow> TABLE =
      B.key(ACCOUNT).directoryScope().build(v -> new AccountShardRow(v.get(ACCOUNT), v.get(SHARD)));
}
