package org.posthorn.storage.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.posthorn.storage.engine.Ahead;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.UidSet;
import org.posthorn.storage.schema.MailboxRow;
import org.posthorn.storage.schema.MessageRow;

/// Finds the messages that a set of UIDs means.
final class MessageRows {
  /// Messages that one transaction changes at most: a move writes about four rows for each.
  static final int CHUNK = 1_000;

  private MessageRows() {}

  /// The UIDs of the set that the snapshot has, ascending, where the test accepts their index.
  static long[] select(MailboxSnapshot snapshot, UidSet set, IntPredicate wanted) {
    long[] found = new long[16];
    int count = 0;
    for (UidSet.Range range : set.ranges()) {
      int first = snapshot.indexOf(range.first());
      for (int i = first >= 0 ? first : -first - 1; i < snapshot.size(); i++) {
        long uid = snapshot.uid(i);
        if (uid > range.last()) {
          break;
        }
        if (wanted.test(i)) {
          if (count == found.length) {
            found = java.util.Arrays.copyOf(found, 2 * count);
          }
          found[count++] = uid;
        }
      }
    }
    return java.util.Arrays.copyOf(found, count);
  }

  /// The rows of those UIDs that exist.
  static List<MessageRow> read(View view, MailboxId mailbox, long[] uids, int from, int to) {
    return view.getAll(MessageRow.TABLE, keys(mailbox, uids, from, to)).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private static List<byte[]> keys(MailboxId mailbox, long[] uids, int from, int to) {
    List<byte[]> keys = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      keys.add(MessageRow.TABLE.key(mailbox, uids[i]));
    }
    return keys;
  }

  /// What a transaction needs that is going to [#read] them and to change their mailbox.
  static Ahead ahead(AccountId owner, MailboxId mailbox, long[] uids, int from, int to) {
    return Ahead.of(MailboxRow.TABLE, owner, mailbox)
        .and(Ahead.of(MessageRow.TABLE, keys(mailbox, uids, from, to)));
  }

  /// The members of the set below the limit that are not among the found ones (ascending).
  static UidSet absent(UidSet set, UidSet found, long limit) {
    List<UidSet.Range> absent = new ArrayList<>();
    for (UidSet.Range range : set.ranges()) {
      long last = Math.min(range.last(), limit - 1);
      long next = range.first();
      for (UidSet.Range have : found.ranges()) {
        if (have.last() < next) {
          continue;
        }
        if (have.first() > last) {
          break;
        }
        addRange(absent, next, have.first() - 1);
        next = have.last() + 1;
      }
      addRange(absent, next, last);
    }
    return UidSet.ofRanges(absent);
  }

  private static void addRange(List<UidSet.Range> ranges, long first, long last) {
    if (first <= last) {
      ranges.add(new UidSet.Range(first, last));
    }
  }
}
