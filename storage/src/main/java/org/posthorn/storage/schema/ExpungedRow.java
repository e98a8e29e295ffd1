package org.posthorn.storage.schema;

import java.time.Instant;
import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.model.MailboxId;

/// Table `expunged`: a UID that left a mailbox, and when (RFC 7162 §3.2.10 VANISHED).
///
/// @param account whose it was
/// @param mailbox where it was
/// @param modSeq the change that took it away
/// @param uid the UID
/// @param email what it showed
/// @param expungedAt when
public record ExpungedRow(
    AccountId account,
    MailboxId mailbox,
    long modSeq,
    long uid,
    EmailId email,
    Instant expungedAt) {
  private static final Table.Builder<ExpungedRow> B = Table.named(24, "expunged");
  public static final Column<ExpungedRow, AccountId> ACCOUNT =
      B.column(1, "account", Types.ACCOUNT, ExpungedRow::account);
  public static final Column<ExpungedRow, MailboxId> MAILBOX =
      B.column(2, "mailbox", Types.MAILBOX, ExpungedRow::mailbox);
  public static final Column<ExpungedRow, Long> MOD_SEQ =
      B.column(3, "modseq", ColumnType.INT64, ExpungedRow::modSeq);
  public static final Column<ExpungedRow, Long> UID =
      B.column(4, "uid", ColumnType.UINT32, ExpungedRow::uid);
  public static final Column<ExpungedRow, EmailId> EMAIL =
      B.column(5, "email", Types.EMAIL, ExpungedRow::email);
  public static final Column<ExpungedRow, Instant> EXPUNGED_AT =
      B.column(6, "expunged_at", ColumnType.TIME, ExpungedRow::expungedAt);

  public static final Table<ExpungedRow> TABLE =
      B.key(MAILBOX, MOD_SEQ, UID)
          .scope(Scope.Kind.ACCOUNT, ACCOUNT)
          .build(
              v ->
                  new ExpungedRow(
                      v.get(ACCOUNT),
                      v.get(MAILBOX),
                      v.get(MOD_SEQ),
                      v.get(UID),
                      v.get(EMAIL),
                      v.get(EXPUNGED_AT)));
}
