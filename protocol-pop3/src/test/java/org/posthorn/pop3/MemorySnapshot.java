package org.posthorn.pop3;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailboxId;

/// Messages without flags.
///
/// @param uids ascending
/// @param sizes one for each UID
record MemorySnapshot(MailboxId mailbox, List<Long> uids, List<Long> sizes)
    implements MailboxSnapshot {
  static final long UID_VALIDITY = 0x6553_f100L;

  @Override
  public long uidValidity() {
    return UID_VALIDITY;
  }

  @Override
  public long uidNext() {
    return uids.isEmpty() ? 1 : uids.getLast() + 1;
  }

  @Override
  public long modSeq() {
    return 1;
  }

  @Override
  public int size() {
    return uids.size();
  }

  @Override
  public long uid(int index) {
    return uids.get(index);
  }

  @Override
  public int indexOf(long uid) {
    return Collections.binarySearch(uids, uid);
  }

  @Override
  public int systemFlags(int index) {
    return 0;
  }

  @Override
  public Flags flags(int index) {
    return Flags.NONE;
  }

  @Override
  public boolean hasKeyword(int index, String keyword) {
    return false;
  }

  @Override
  public List<String> keywords() {
    return List.of();
  }

  @Override
  public long modSeq(int index) {
    return 1;
  }

  @Override
  public long messageSize(int index) {
    return sizes.get(index);
  }

  @Override
  public Instant internalDate(int index) {
    return Instant.EPOCH;
  }

  @Override
  public Instant saveDate(int index) {
    return Instant.EPOCH;
  }

  @Override
  public EmailId email(int index) {
    return new EmailId(uids.get(index));
  }
}
