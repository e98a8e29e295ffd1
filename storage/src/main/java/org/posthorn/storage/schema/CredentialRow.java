package org.posthorn.storage.schema;

import java.time.Instant;
import java.util.Optional;
import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.CredentialId;

/// Table `credential`: something that proves who somebody is.
///
/// @param account whose it is
/// @param id the credential; all kinds made of one password share a label, not an id
/// @param kind what it is good for
/// @param secret the hash or keys, in the notation `{SCHEME}value`
/// @param label what the owner calls it; empty for the account's main password
/// @param protocols bits of the protocols it is good for, 0 for all
/// @param expiresAt when it ends
/// @param createdAt when it was made
public record CredentialRow(
    AccountId account,
    CredentialId id,
    Kind kind,
    String secret,
    String label,
    int protocols,
    Optional<Instant> expiresAt,
    Instant createdAt) {
  /// Kinds of credentials.
  public enum Kind {
    /// The hash of a password.
    PASSWORD,
    /// Keys of SCRAM-SHA-256.
    SCRAM_SHA_256,
    /// Keys of SCRAM-SHA-1.
    SCRAM_SHA_1
  }

  private static final Table.Builder<CredentialRow> B = Table.named(20, "credential");
  public static final Column<CredentialRow, AccountId> ACCOUNT =
      B.column(1, "account", Types.ACCOUNT, CredentialRow::account);
  public static final Column<CredentialRow, CredentialId> ID =
      B.column(2, "id", Types.CREDENTIAL, CredentialRow::id);
  public static final Column<CredentialRow, Kind> KIND =
      B.column(3, "kind", Types.name(Kind.class), CredentialRow::kind);
  public static final Column<CredentialRow, String> SECRET =
      B.column(4, "secret", ColumnType.STRING, CredentialRow::secret);
  public static final Column<CredentialRow, String> LABEL =
      B.column(5, "label", ColumnType.STRING, CredentialRow::label);
  public static final Column<CredentialRow, Integer> PROTOCOLS =
      B.column(6, "protocols", ColumnType.INT32, CredentialRow::protocols);
  public static final Column<CredentialRow, Optional<Instant>> EXPIRES_AT =
      B.column(7, "expires_at", ColumnType.TIME.optional(), CredentialRow::expiresAt);
  public static final Column<CredentialRow, Instant> CREATED_AT =
      B.column(8, "created_at", ColumnType.TIME, CredentialRow::createdAt);

  public static final Table<CredentialRow> TABLE =
      B.key(ACCOUNT, ID)
          .directoryScope()
          .build(
              v ->
                  new CredentialRow(
                      v.get(ACCOUNT),
                      v.get(ID),
                      v.get(KIND),
                      v.get(SECRET),
                      v.get(LABEL),
                      v.get(PROTOCOLS),
                      v.get(EXPIRES_AT),
                      v.get(CREATED_AT)));

  /// Without the secret.
  @Override
  public String toString() {
    return "CredentialRow[" + account + ", " + id + ", " + kind + "]";
  }
}
