package org.posthorn.imap.session;

import java.util.Arrays;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;

/// A mailbox as the client of one session knows it. Immutable.
///
/// Sequence numbers (RFC 3501 §2.3.1.2) are positions in this view, from 1. The view is a snapshot
/// of the store and, between its messages, the *ghosts*: messages that are gone from the store but
/// of which the client has not been told, because no EXPUNGE may be sent just now (RFC 3501
/// §7.4.1). A ghost keeps its number until [#withoutGhosts] is announced.
public final class SelectedMailbox {
  private static final long[] NONE = {};

  private final MailboxName name;
  private final boolean readOnly;
  private final long recentFrom;
  private final long openedBelow;
  private final MailboxSnapshot snapshot;
  private final long[] ghosts;
  private final int[] ghostPositions;

  private SelectedMailbox(
      MailboxName name,
      boolean readOnly,
      long recentFrom,
      long openedBelow,
      MailboxSnapshot snapshot,
      long[] ghosts) {
    this.name = name;
    this.readOnly = readOnly;
    this.recentFrom = recentFrom;
    this.openedBelow = openedBelow;
    this.snapshot = snapshot;
    this.ghosts = ghosts;
    this.ghostPositions = new int[ghosts.length];
    for (int i = 0; i < ghosts.length; i++) {
      ghostPositions[i] = insertionPoint(ghosts[i]) + i;
    }
  }

  /// The view with which SELECT or EXAMINE starts.
  ///
  /// @param readOnly whether it was opened by EXAMINE
  /// @param recentFrom messages with this UID or a higher one are `\Recent` in this session
  public static SelectedMailbox opened(
      MailboxName name, boolean readOnly, long recentFrom, MailboxSnapshot snapshot) {
    return new SelectedMailbox(name, readOnly, recentFrom, snapshot.uidNext(), snapshot, NONE);
  }

  /// The name by which it was selected; a RENAME does not change it.
  public MailboxName name() {
    return name;
  }

  public MailboxId id() {
    return snapshot.mailbox();
  }

  /// Whether nothing may be changed through this session (RFC 3501 §6.3.2).
  public boolean readOnly() {
    return readOnly;
  }

  /// The store's picture under this view.
  public MailboxSnapshot snapshot() {
    return snapshot;
  }

  /// How many messages the client believes there are: what EXISTS last told.
  public int size() {
    return snapshot.size() + ghosts.length;
  }

  /// How many messages are `\Recent` in this session.
  public int recentCount() {
    int ghostly = 0;
    for (long ghost : ghosts) {
      ghostly += ghost >= recentFrom ? 1 : 0;
    }
    return snapshot.size() - insertionPoint(recentFrom) + ghostly;
  }

  /// Whether the message with this UID is `\Recent` in this session.
  public boolean isRecent(long uid) {
    return uid >= recentFrom;
  }

  /// Whether messages came while the mailbox was selected for writing: the client was told of them
  /// as recent, and the store does not know that yet.
  public boolean hasUnclaimedRecent() {
    return !readOnly && snapshot.uidNext() > openedBelow;
  }

  /// Whether messages are gone of which the client does not know yet.
  public boolean hasGhosts() {
    return ghosts.length > 0;
  }

  /// The UIDs of the messages that are gone, ascending; a new array.
  public long[] ghosts() {
    return ghosts.clone();
  }

  /// The sequence number of the message at an index of [#snapshot].
  public int number(int index) {
    return ghosts.length == 0 ? index + 1 : index + 1 + ghostsBelow(snapshot.uid(index));
  }

  /// The sequence number of a UID, ghost or not; 0 where the client knows no such message.
  public int numberOfUid(long uid) {
    int index = snapshot.indexOf(uid);
    if (index >= 0) {
      return number(index);
    }
    int ghost = Arrays.binarySearch(ghosts, uid);
    return ghost >= 0 ? ghostPositions[ghost] + 1 : 0;
  }

  /// The UID of the message with a sequence number from 1 to [#size], ghost or not.
  public long uid(int number) {
    int before = ghostsBeforeNumber(number);
    int position = number - 1;
    boolean ghost = before < ghosts.length && ghostPositions[before] == position;
    return ghost ? ghosts[before] : snapshot.uid(position - before);
  }

  /// The index in [#snapshot] of the first message with this number or a higher one; its size where
  /// there is none.
  int firstIndexFrom(long number) {
    if (number > size()) {
      return snapshot.size();
    }
    return (int) number - 1 - ghostsBeforeNumber((int) number);
  }

  /// How many ghosts have a number from `first` to `last`.
  int ghostsBetween(long first, long last) {
    int count = 0;
    for (int position : ghostPositions) {
      count += position + 1 >= first && position + 1 <= last ? 1 : 0;
    }
    return count;
  }

  /// The index in [#snapshot] at which a UID is or would be.
  int insertionPoint(long uid) {
    int index = snapshot.indexOf(uid);
    return index >= 0 ? index : -index - 1;
  }

  /// The same view on a newer picture; what that one lacks becomes ghosts.
  ///
  /// @param vanished UIDs, ascending, that the present picture has and the newer one lacks
  SelectedMailbox advanced(MailboxSnapshot newer, long[] vanished) {
    long[] all = ghosts;
    if (vanished.length > 0) {
      all = Arrays.copyOf(ghosts, ghosts.length + vanished.length);
      System.arraycopy(vanished, 0, all, ghosts.length, vanished.length);
      Arrays.sort(all);
    }
    return new SelectedMailbox(name, readOnly, recentFrom, openedBelow, newer, all);
  }

  /// The view after the client was told of all that is gone.
  SelectedMailbox withoutGhosts() {
    return hasGhosts()
        ? new SelectedMailbox(name, readOnly, recentFrom, openedBelow, snapshot, NONE)
        : this;
  }

  private int ghostsBelow(long uid) {
    int found = Arrays.binarySearch(ghosts, uid);
    return found >= 0 ? found : -found - 1;
  }

  /// How many ghosts have a lower number.
  private int ghostsBeforeNumber(int number) {
    if (ghosts.length == 0) {
      return 0;
    }
    int found = Arrays.binarySearch(ghostPositions, number - 1);
    return found >= 0 ? found : -found - 1;
  }
}
