package org.posthorn.imap.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailboxId;

/// A snapshot of rows in memory.
record FakeSnapshot(long modSeq, List<Row> rows) implements MailboxSnapshot {
  static final Instant RECEIVED = Instant.parse("2026-03-01T10:00:00Z");

  record Row(long uid, Flags flags, long size, Instant received) {}

  /// Messages with these UIDs, without flags.
  static FakeSnapshot ofUids(long... uids) {
    List<Row> rows = new ArrayList<>();
    for (long uid : uids) {
      rows.add(new Row(uid, Flags.NONE, 100 * uid, RECEIVED));
    }
    return new FakeSnapshot(1, rows);
  }

  @Override
  public MailboxId mailbox() {
    return new MailboxId(1);
  }

  @Override
  public long uidValidity() {
    return 1;
  }

  @Override
  public long uidNext() {
    return rows.isEmpty() ? 1 : rows.getLast().uid() + 1;
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public long uid(int index) {
    return rows.get(index).uid();
  }

  @Override
  public int indexOf(long uid) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).uid() >= uid) {
        return rows.get(i).uid() == uid ? i : -i - 1;
      }
    }
    return -rows.size() - 1;
  }

  @Override
  public int systemFlags(int index) {
    return rows.get(index).flags().system();
  }

  @Override
  public Flags flags(int index) {
    return rows.get(index).flags();
  }

  @Override
  public boolean hasKeyword(int index, String keyword) {
    return flags(index).keywords().contains(keyword);
  }

  @Override
  public List<String> keywords() {
    Set<String> all = new TreeSet<>();
    rows.forEach(row -> all.addAll(row.flags().keywords()));
    return List.copyOf(all);
  }

  @Override
  public long modSeq(int index) {
    return modSeq;
  }

  @Override
  public long messageSize(int index) {
    return rows.get(index).size();
  }

  @Override
  public Instant internalDate(int index) {
    return rows.get(index).received();
  }

  @Override
  public Instant saveDate(int index) {
    return internalDate(index);
  }

  @Override
  public EmailId email(int index) {
    return new EmailId(uid(index));
  }
}
