package org.posthorn.storage.schema;

import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.model.AccountId;

/// Table `subscription`: a name that an account subscribed to, whether there is such a mailbox or
/// not (RFC 9051 §6.3.7).
///
/// @param account whose it is
/// @param name the full name, levels joined by `/`
public record SubscriptionRow(AccountId account, String name) {
  private static final Table.Builder<SubscriptionRow> B = Table.named(25, "subscription");
  public static final Column<SubscriptionRow, AccountId> ACCOUNT =
      B.column(1, "account", Types.ACCOUNT, SubscriptionRow::account);
  public static final Column<SubscriptionRow, String> NAME =
      B.column(2, "name", ColumnType.STRING, SubscriptionRow::name);

  public static final Table<SubscriptionRow> TABLE =
      B.key(ACCOUNT, NAME)
          .scope(Scope.Kind.ACCOUNT, ACCOUNT)
          .build(v -> new SubscriptionRow(v.get(ACCOUNT), v.get(NAME)));
}
