package org.posthorn.storage.schema;

import java.time.Instant;
import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.EmailId;

/// Table `email_purge`: the worklist of emails that no message shows any more.
///
/// The email may be in use again meanwhile: the email row decides.
///
/// @param orphanedAt since when
/// @param account whose it is
/// @param email the email
public record EmailPurgeRow(Instant orphanedAt, AccountId account, EmailId email) {
  private static final Table.Builder<EmailPurgeRow> B = Table.named(26, "email_purge");
  public static final Column<EmailPurgeRow, Instant> ORPHANED_AT =
      B.column(1, "orphaned_at", ColumnType.TIME, EmailPurgeRow::orphanedAt);
  public static final Column<EmailPurgeRow, AccountId> ACCOUNT =
      B.column(2, "account", Types.ACCOUNT, EmailPurgeRow::account);
  public static final Column<EmailPurgeRow, EmailId> EMAIL =
      B.column(3, "email", Types.EMAIL, EmailPurgeRow::email);

  public static final Table<EmailPurgeRow> TABLE =
      B.key(ORPHANED_AT, ACCOUNT, EMAIL)
          .scope(Scope.Kind.ACCOUNT, ACCOUNT)
          .build(v -> new EmailPurgeRow(v.get(ORPHANED_AT), v.get(ACCOUNT), v.get(EMAIL)));
}
