package org.posthorn.storage.schema;

import java.time.Instant;
import java.util.Optional;
import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;

/// Table `job`: the intent of a change that takes more than one transaction. The row goes with the
/// last of them; one that is found at start tells of an interrupted job.
///
/// @param account whose mail it changes
/// @param id the job
/// @param kind what it does
/// @param source the mailbox it takes from
/// @param target the mailbox it writes to
/// @param uids what it still has to do (MOVE, EXPUNGE), or has done (COPY), as [UidSetCodec] writes
/// @param createdAt when it began
public record JobRow(
    AccountId account,
    long id,
    Kind kind,
    Optional<MailboxId> source,
    Optional<MailboxId> target,
    byte[] uids,
    Instant createdAt) {
  /// Kinds of jobs.
  public enum Kind {
    /// Undone when it was interrupted.
    COPY,
    /// A copy that is being undone.
    UNDO_COPY,
    /// Finished when it was interrupted, as are all that follow.
    MOVE,
    /// Takes those of the UIDs that have `\Deleted`.
    EXPUNGE,
    /// Takes the UIDs, whatever their flags.
    REMOVE,
    /// The messages of a deleted mailbox.
    PURGE_MAILBOX,
    /// Everything of a removed account.
    PURGE_ACCOUNT
  }

  private static final Table.Builder<JobRow> B = Table.named(33, "job");
  public static final Column<JobRow, AccountId> ACCOUNT =
      B.column(1, "account", Types.ACCOUNT, JobRow::account);
  public static final Column<JobRow, Long> ID = B.column(2, "id", ColumnType.INT64, JobRow::id);
  public static final Column<JobRow, Kind> KIND =
      B.column(3, "kind", Types.name(Kind.class), JobRow::kind);
  public static final Column<JobRow, Optional<MailboxId>> SOURCE =
      B.column(4, "source", Types.MAILBOX.optional(), JobRow::source);
  public static final Column<JobRow, Optional<MailboxId>> TARGET =
      B.column(5, "target", Types.MAILBOX.optional(), JobRow::target);
  public static final Column<JobRow, byte[]> UIDS =
      B.column(6, "uids", ColumnType.BYTES, JobRow::uids);
  public static final Column<JobRow, Instant> CREATED_AT =
      B.column(7, "created_at", ColumnType.TIME, JobRow::createdAt);

  public static final Table<JobRow> TABLE =
      B.key(ACCOUNT, ID)
          .scope(Scope.Kind.ACCOUNT, ACCOUNT)
          .build(
              v ->
                  new JobRow(
                      v.get(ACCOUNT),
                      v.get(ID),
                      v.get(KIND),
                      v.get(SOURCE),
                      v.get(TARGET),
                      v.get(UIDS),
                      v.get(CREATED_AT)));

  public JobRow withKind(Kind newKind) {
    return new JobRow(account, id, newKind, source, target, uids, createdAt);
  }

  public JobRow withUids(byte[] newUids) {
    return new JobRow(account, id, kind, source, target, newUids, createdAt);
  }
}
