package org.posthorn.storage.schema;

import java.util.List;
import java.util.Optional;
import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.Index;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.SpecialUse;

/// Table `mailbox`: a node in an account's tree of mailboxes, with its counts.
///
/// @param account whose it is
/// @param id the mailbox
/// @param parent the mailbox above, [#ROOT], or [#NOWHERE] for one that was deleted
/// @param leaf the last level of its name
/// @param state whether it can be selected
/// @param uidValidity its UIDVALIDITY
/// @param uidNext the UID that the next message gets, 1 to 2^32
/// @param messages how many messages it has
/// @param unseen how many lack `\Seen`
/// @param deleted how many have `\Deleted`
/// @param recent how many have a UID from [#recentFloor] on
/// @param size octets of its messages
/// @param highestModSeq the last change that touched it
/// @param vanishedFloor expunges up to this mod-sequence are no longer in `expunged`
/// @param recentFloor messages below this UID have been shown to a session as recent
/// @param specialUse what it is used for
/// @param keywords its dictionary: bit n of a message's keywords is the n-th word
public record MailboxRow(
    AccountId account,
    MailboxId id,
    long parent,
    String leaf,
    State state,
    long uidValidity,
    long uidNext,
    long messages,
    long unseen,
    long deleted,
    long recent,
    long size,
    long highestModSeq,
    long vanishedFloor,
    long recentFloor,
    Optional<SpecialUse> specialUse,
    List<String> keywords) {
  /// Value of [#parent]: the first level.
  public static final long ROOT = 0;

  /// Value of [#parent]: out of the tree, waiting to be purged.
  public static final long NOWHERE = -1;

  /// Whether a mailbox can be selected.
  public enum State {
    ACTIVE,
    /// Only a name with others below it (RFC 9051 §6.3.5).
    NO_SELECT,
    /// Deleted; its messages are being purged.
    DELETED
  }

  private static final Table.Builder<MailboxRow> B = Table.named(21, "mailbox");
  public static final Column<MailboxRow, AccountId> ACCOUNT =
      B.column(1, "account", Types.ACCOUNT, MailboxRow::account);
  public static final Column<MailboxRow, MailboxId> ID =
      B.column(2, "id", Types.MAILBOX, MailboxRow::id);
  public static final Column<MailboxRow, Long> PARENT =
      B.column(3, "parent", ColumnType.INT64, MailboxRow::parent);
  public static final Column<MailboxRow, String> LEAF =
      B.column(4, "leaf", ColumnType.STRING, MailboxRow::leaf);
  public static final Column<MailboxRow, State> STATE =
      B.column(5, "state", Types.name(State.class), MailboxRow::state);
  public static final Column<MailboxRow, Long> UID_VALIDITY =
      B.column(6, "uid_validity", ColumnType.INT64, MailboxRow::uidValidity);
  public static final Column<MailboxRow, Long> UID_NEXT =
      B.column(7, "uid_next", ColumnType.INT64, MailboxRow::uidNext);
  public static final Column<MailboxRow, Long> MESSAGES =
      B.column(8, "messages", ColumnType.INT64, MailboxRow::messages);
  public static final Column<MailboxRow, Long> UNSEEN =
      B.column(9, "unseen", ColumnType.INT64, MailboxRow::unseen);
  public static final Column<MailboxRow, Long> DELETED =
      B.column(10, "deleted", ColumnType.INT64, MailboxRow::deleted);
  public static final Column<MailboxRow, Long> RECENT =
      B.column(11, "recent", ColumnType.INT64, MailboxRow::recent);
  public static final Column<MailboxRow, Long> SIZE =
      B.column(12, "size", ColumnType.INT64, MailboxRow::size);
  public static final Column<MailboxRow, Long> HIGHEST_MOD_SEQ =
      B.column(13, "highest_modseq", ColumnType.INT64, MailboxRow::highestModSeq);
  public static final Column<MailboxRow, Long> VANISHED_FLOOR =
      B.column(14, "vanished_floor", ColumnType.INT64, MailboxRow::vanishedFloor);
  public static final Column<MailboxRow, Long> RECENT_FLOOR =
      B.column(15, "recent_floor", ColumnType.INT64, MailboxRow::recentFloor);
  public static final Column<MailboxRow, Optional<SpecialUse>> SPECIAL_USE =
      B.column(16, "special_use", Types.USE.optional(), MailboxRow::specialUse);
  public static final Column<MailboxRow, List<String>> KEYWORDS =
      B.column(17, "keywords", Types.WORDS, MailboxRow::keywords);

  /// Names are unique below one parent.
  public static final Index<MailboxRow> BY_NAME =
      B.uniqueIndex(1, "by_name", ACCOUNT, PARENT, LEAF);

  public static final Table<MailboxRow> TABLE =
      B.key(ACCOUNT, ID)
          .scope(Scope.Kind.ACCOUNT, ACCOUNT)
          .build(
              v ->
                  new MailboxRow(
                      v.get(ACCOUNT),
                      v.get(ID),
                      v.get(PARENT),
                      v.get(LEAF),
                      v.get(STATE),
                      v.get(UID_VALIDITY),
                      v.get(UID_NEXT),
                      v.get(MESSAGES),
                      v.get(UNSEEN),
                      v.get(DELETED),
                      v.get(RECENT),
                      v.get(SIZE),
                      v.get(HIGHEST_MOD_SEQ),
                      v.get(VANISHED_FLOOR),
                      v.get(RECENT_FLOOR),
                      v.get(SPECIAL_USE),
                      v.get(KEYWORDS)));

  /// A new, empty mailbox.
  public static MailboxRow empty(
      AccountId account,
      MailboxId id,
      long parent,
      String leaf,
      long uidValidity,
      long modSeq,
      Optional<SpecialUse> use) {
    return new MailboxRow(
        account,
        id,
        parent,
        leaf,
        State.ACTIVE,
        uidValidity,
        1,
        0,
        0,
        0,
        0,
        0,
        modSeq,
        0,
        1,
        use,
        List.of());
  }

  /// Whether messages can be in it.
  public boolean selectable() {
    return state == State.ACTIVE;
  }

  /// The row at another place in the tree.
  public MailboxRow at(long newParent, String newLeaf, State newState, long modSeq) {
    return new MailboxRow(
        account,
        id,
        newParent,
        newLeaf,
        newState,
        uidValidity,
        uidNext,
        messages,
        unseen,
        deleted,
        recent,
        size,
        modSeq,
        vanishedFloor,
        recentFloor,
        specialUse,
        keywords);
  }

  /// The row with a higher floor of exact expunges.
  public MailboxRow withVanishedFloor(long floor) {
    return new MailboxRow(
        account,
        id,
        parent,
        leaf,
        state,
        uidValidity,
        uidNext,
        messages,
        unseen,
        deleted,
        recent,
        size,
        highestModSeq,
        floor,
        recentFloor,
        specialUse,
        keywords);
  }

  /// The row with another UIDVALIDITY.
  public MailboxRow withUidValidity(long validity) {
    return new MailboxRow(
        account,
        id,
        parent,
        leaf,
        state,
        validity,
        uidNext,
        messages,
        unseen,
        deleted,
        recent,
        size,
        highestModSeq,
        vanishedFloor,
        recentFloor,
        specialUse,
        keywords);
  }

  /// The row after all recent messages were shown to a session.
  public MailboxRow withRecentClaimed() {
    return new MailboxRow(
        account,
        id,
        parent,
        leaf,
        state,
        uidValidity,
        uidNext,
        messages,
        unseen,
        deleted,
        0,
        size,
        highestModSeq,
        vanishedFloor,
        uidNext,
        specialUse,
        keywords);
  }
}
