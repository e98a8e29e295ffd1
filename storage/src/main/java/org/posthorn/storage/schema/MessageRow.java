package org.posthorn.storage.schema;

import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.Index;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.model.MailboxId;

/// Table `message`: one message in one mailbox.
///
/// @param account whose it is
/// @param mailbox where it is
/// @param uid its UID
/// @param modSeq the change that made it as it is
/// @param flags system flags, as [org.posthorn.storage.model.SystemFlag#bit()]
/// @param keywords bits into the mailbox's dictionary, as [KeywordBits] keeps them
/// @param internalDate when it was received, in microseconds since 1970
/// @param saveDate when it came into this mailbox, in microseconds since 1970 (RFC 8514)
/// @param email what it shows
/// @param size octets, prefix and body
public record MessageRow(
    AccountId account,
    MailboxId mailbox,
    long uid,
    long modSeq,
    int flags,
    byte[] keywords,
    long internalDate,
    long saveDate,
    EmailId email,
    long size) {
  private static final Table.Builder<MessageRow> B = Table.named(22, "message");
  public static final Column<MessageRow, AccountId> ACCOUNT =
      B.column(1, "account", Types.ACCOUNT, MessageRow::account);
  public static final Column<MessageRow, MailboxId> MAILBOX =
      B.column(2, "mailbox", Types.MAILBOX, MessageRow::mailbox);
  public static final Column<MessageRow, Long> UID =
      B.column(3, "uid", ColumnType.UINT32, MessageRow::uid);
  public static final Column<MessageRow, Long> MOD_SEQ =
      B.column(4, "modseq", ColumnType.INT64, MessageRow::modSeq);
  public static final Column<MessageRow, Integer> FLAGS =
      B.column(5, "flags", ColumnType.INT32, MessageRow::flags);
  public static final Column<MessageRow, byte[]> KEYWORDS =
      B.column(6, "keywords", ColumnType.BYTES, MessageRow::keywords);
  public static final Column<MessageRow, Long> INTERNAL_DATE =
      B.column(7, "internal_date", ColumnType.INT64, MessageRow::internalDate);
  public static final Column<MessageRow, Long> SAVE_DATE =
      B.column(8, "save_date", ColumnType.INT64, MessageRow::saveDate);
  public static final Column<MessageRow, EmailId> EMAIL =
      B.column(9, "email", Types.EMAIL, MessageRow::email);
  public static final Column<MessageRow, Long> SIZE =
      B.column(10, "size", ColumnType.INT64, MessageRow::size);

  /// What changed since a mod-sequence.
  public static final Index<MessageRow> BY_MODSEQ = B.index(1, "by_modseq", MAILBOX, MOD_SEQ);

  public static final Table<MessageRow> TABLE =
      B.key(MAILBOX, UID)
          .scope(Scope.Kind.ACCOUNT, ACCOUNT)
          .build(
              v ->
                  new MessageRow(
                      v.get(ACCOUNT),
                      v.get(MAILBOX),
                      v.get(UID),
                      v.get(MOD_SEQ),
                      v.get(FLAGS),
                      v.get(KEYWORDS),
                      v.get(INTERNAL_DATE),
                      v.get(SAVE_DATE),
                      v.get(EMAIL),
                      v.get(SIZE)));

  /// The row with other flags.
  public MessageRow withFlags(int newFlags, byte[] newKeywords, long newModSeq) {
    return new MessageRow(
        account,
        mailbox,
        uid,
        newModSeq,
        newFlags,
        newKeywords,
        internalDate,
        saveDate,
        email,
        size);
  }
}
