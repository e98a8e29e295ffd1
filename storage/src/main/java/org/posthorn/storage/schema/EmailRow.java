package org.posthorn.storage.schema;

import java.time.Instant;
import java.util.Optional;
import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.EmailId;

/// Table `email`: what an account received or stored once, however many of its mailboxes show it.
///
/// @param account whose it is
/// @param id the email
/// @param blob its body
/// @param prefix header fields of this server, in front of the body
/// @param bodySize octets of the body
/// @param receivedAt when it was received
/// @param refs how many message rows show it
/// @param orphanedAt when the last of them went; it can be brought back until it is purged
public record EmailRow(
    AccountId account,
    EmailId id,
    BlobHash blob,
    byte[] prefix,
    long bodySize,
    Instant receivedAt,
    int refs,
    Optional<Instant> orphanedAt) {
  private static final Table.Builder<EmailRow> B = Table.named(23, "email");
  public static final Column<EmailRow, AccountId> ACCOUNT =
      B.column(1, "account", Types.ACCOUNT, EmailRow::account);
  public static final Column<EmailRow, EmailId> ID = B.column(2, "id", Types.EMAIL, EmailRow::id);
  public static final Column<EmailRow, BlobHash> BLOB =
      B.column(3, "blob", ColumnType.HASH, EmailRow::blob);
  public static final Column<EmailRow, byte[]> PREFIX =
      B.column(4, "prefix", ColumnType.BYTES, EmailRow::prefix);
  public static final Column<EmailRow, Long> BODY_SIZE =
      B.column(5, "body_size", ColumnType.INT64, EmailRow::bodySize);
  public static final Column<EmailRow, Instant> RECEIVED_AT =
      B.column(6, "received_at", ColumnType.TIME, EmailRow::receivedAt);
  public static final Column<EmailRow, Integer> REFS =
      B.column(7, "refs", ColumnType.INT32, EmailRow::refs);
  public static final Column<EmailRow, Optional<Instant>> ORPHANED_AT =
      B.column(8, "orphaned_at", ColumnType.TIME.optional(), EmailRow::orphanedAt);

  public static final Table<EmailRow> TABLE =
      B.key(ACCOUNT, ID)
          .scope(Scope.Kind.ACCOUNT, ACCOUNT)
          .build(
              v ->
                  new EmailRow(
                      v.get(ACCOUNT),
                      v.get(ID),
                      v.get(BLOB),
                      v.get(PREFIX),
                      v.get(BODY_SIZE),
                      v.get(RECEIVED_AT),
                      v.get(REFS),
                      v.get(ORPHANED_AT)));

  /// Octets of prefix and body together.
  public long size() {
    return prefix.length + bodySize;
  }

  /// The row with another number of uses.
  public EmailRow withRefs(int newRefs, Optional<Instant> orphaned) {
    return new EmailRow(account, id, blob, prefix, bodySize, receivedAt, newRefs, orphaned);
  }
}
