package org.posthorn.storage.schema;

import java.time.Instant;
import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.model.AccountId;

/// Table `account`: an owner of mailboxes.
///
/// The row's scope is the account itself: it is written with every change of the account's mail.
///
/// @param id the account
/// @param login its primary address, for lists and messages; login itself goes by `address`
/// @param state whether it is in use
/// @param quota the most octets it may hold; [#NO_LIMIT], or [#DEFAULT_QUOTA] for the configured
///     one
/// @param usedBytes octets of all its messages, a copy counted again
/// @param usedMessages how many messages it has
/// @param changes the change counter: mod-sequence of the account's last change
/// @param lastUidValidity the UIDVALIDITY given last
/// @param createdAt when it was added
public record AccountRow(
    AccountId id,
    String login,
    State state,
    long quota,
    long usedBytes,
    long usedMessages,
    long changes,
    long lastUidValidity,
    Instant createdAt) {
  /// Value of [#quota]: as the configuration says.
  public static final long DEFAULT_QUOTA = -1;

  /// Value of [#quota]: as much as there is room for.
  public static final long NO_LIMIT = 0;

  /// Whether an account is in use.
  public enum State {
    ENABLED,
    /// It takes no mail and nobody logs in; its mail stays.
    DISABLED,
    /// It was removed; its mail is being purged.
    REMOVED
  }

  private static final Table.Builder<AccountRow> B = Table.named(16, "account");
  public static final Column<AccountRow, AccountId> ID =
      B.column(1, "id", Types.ACCOUNT, AccountRow::id);
  public static final Column<AccountRow, String> LOGIN =
      B.column(2, "login", ColumnType.STRING, AccountRow::login);
  public static final Column<AccountRow, State> STATE =
      B.column(3, "state", Types.name(State.class), AccountRow::state);
  public static final Column<AccountRow, Long> QUOTA =
      B.column(4, "quota", ColumnType.INT64, AccountRow::quota);
  public static final Column<AccountRow, Long> USED_BYTES =
      B.column(5, "used_bytes", ColumnType.INT64, AccountRow::usedBytes);
  public static final Column<AccountRow, Long> USED_MESSAGES =
      B.column(6, "used_messages", ColumnType.INT64, AccountRow::usedMessages);
  public static final Column<AccountRow, Long> CHANGES =
      B.column(7, "changes", ColumnType.INT64, AccountRow::changes);
  public static final Column<AccountRow, Long> LAST_UID_VALIDITY =
      B.column(8, "last_uid_validity", ColumnType.INT64, AccountRow::lastUidValidity);
  public static final Column<AccountRow, Instant> CREATED_AT =
      B.column(9, "created_at", ColumnType.TIME, AccountRow::createdAt);

  public static final Table<AccountRow> TABLE =
      B.key(ID)
          .scope(Scope.Kind.ACCOUNT, ID)
          .build(
              v ->
                  new AccountRow(
                      v.get(ID),
                      v.get(LOGIN),
                      v.get(STATE),
                      v.get(QUOTA),
                      v.get(USED_BYTES),
                      v.get(USED_MESSAGES),
                      v.get(CHANGES),
                      v.get(LAST_UID_VALIDITY),
                      v.get(CREATED_AT)));

  public AccountRow withState(State newState) {
    return new AccountRow(
        id, login, newState, quota, usedBytes, usedMessages, changes, lastUidValidity, createdAt);
  }

  public AccountRow withQuota(long newQuota) {
    return new AccountRow(
        id, login, state, newQuota, usedBytes, usedMessages, changes, lastUidValidity, createdAt);
  }

  public AccountRow withLogin(String newLogin) {
    return new AccountRow(
        id, newLogin, state, quota, usedBytes, usedMessages, changes, lastUidValidity, createdAt);
  }

  /// The row after a change of the account's mail.
  public AccountRow withMail(long bytes, long messages, long counter, long uidValidity) {
    return new AccountRow(
        id, login, state, quota, bytes, messages, counter, uidValidity, createdAt);
  }
}
