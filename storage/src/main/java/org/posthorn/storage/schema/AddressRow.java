package org.posthorn.storage.schema;

import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.Index;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailAddress;

/// Table `address`: an address of an account; each account has one or more.
///
/// @param domain the domain, a name in `domain`
/// @param local the local part
/// @param account whose it is
public record AddressRow(String domain, String local, AccountId account) {
  private static final Table.Builder<AddressRow> B = Table.named(18, "address");
  public static final Column<AddressRow, String> DOMAIN =
      B.column(1, "domain", ColumnType.STRING, AddressRow::domain);
  public static final Column<AddressRow, String> LOCAL =
      B.column(2, "local", ColumnType.STRING, AddressRow::local);
  public static final Column<AddressRow, AccountId> ACCOUNT =
      B.column(3, "account", Types.ACCOUNT, AddressRow::account);

  /// An account's addresses.
  public static final Index<AddressRow> BY_ACCOUNT = B.index(1, "by_account", ACCOUNT);

  public static final Table<AddressRow> TABLE =
      B.key(DOMAIN, LOCAL)
          .directoryScope()
          .build(v -> new AddressRow(v.get(DOMAIN), v.get(LOCAL), v.get(ACCOUNT)));

  /// Domain and local part as one value.
  public MailAddress address() {
    return new MailAddress(local, domain);
  }
}
