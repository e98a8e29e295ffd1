package org.posthorn.storage.maintenance;

import org.posthorn.storage.model.UidSet;

/// UIDs of one mailbox for a line of text: the first thousand, and how many more there are.
final class UidList {
  private static final int MOST = 1_000;

  private final UidSet.Builder first = new UidSet.Builder();
  private int listed;
  private long more;

  /// Adds a UID higher than the one before.
  void add(long uid) {
    if (listed < MOST) {
      first.add(uid);
      listed++;
    } else {
      more++;
    }
  }

  @Override
  public String toString() {
    String uids = "UID " + first.build();
    return more == 0 ? uids : uids + " and " + more + " more";
  }
}
