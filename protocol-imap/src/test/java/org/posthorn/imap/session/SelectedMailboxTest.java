package org.posthorn.imap.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthorn.imap.command.MessageSet;
import org.posthorn.imap.command.NumberSet;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.UidSet;

class SelectedMailboxTest {
  private static SelectedMailbox view(long... uids) {
    return SelectedMailbox.opened(MailboxName.INBOX, false, 7, FakeSnapshot.ofUids(uids));
  }

  /// Messages 2, 4, 6, 8, 10; then 4 and 8 go and 12 comes.
  private static SelectedMailbox withGhosts() {
    return view(2, 4, 6, 8, 10).advanced(FakeSnapshot.ofUids(2, 6, 10, 12), new long[] {4, 8});
  }

  private static MessageSet numbers(long first, long last) {
    return new MessageSet.SequenceNumbers(new NumberSet(List.of(new NumberSet.Range(first, last))));
  }

  private static MessageSet uids(long first, long last) {
    return new MessageSet.Uids(new NumberSet(List.of(new NumberSet.Range(first, last))));
  }

  @Test
  void numbersArePositions() {
    SelectedMailbox view = view(2, 4, 6);
    assertEquals(3, view.size());
    assertEquals(1, view.numberOfUid(2));
    assertEquals(3, view.numberOfUid(6));
    assertEquals(0, view.numberOfUid(5));
    assertEquals(4, view.uid(2));
  }

  @Test
  void ghostsKeepTheirNumbers() {
    SelectedMailbox view = withGhosts();
    assertEquals(6, view.size());
    long[] expected = {2, 4, 6, 8, 10, 12};
    for (int number = 1; number <= 6; number++) {
      assertEquals(expected[number - 1], view.uid(number));
      assertEquals(number, view.numberOfUid(expected[number - 1]));
    }
    assertEquals(1, view.number(0));
    assertEquals(3, view.number(1));
    assertEquals(5, view.number(2));
    assertEquals(6, view.number(3));
  }

  @Test
  void ghostsGoWhenTheyAreTold() {
    SelectedMailbox view = withGhosts();
    assertArrayEquals(new long[] {4, 8}, view.ghosts());
    SelectedMailbox told = view.withoutGhosts();
    assertFalse(told.hasGhosts());
    assertEquals(4, told.size());
    assertEquals(2, told.numberOfUid(6));
    assertEquals(0, told.numberOfUid(8));
  }

  @Test
  void ghostsGather() {
    SelectedMailbox view = withGhosts().advanced(FakeSnapshot.ofUids(2, 10, 12), new long[] {6});
    assertArrayEquals(new long[] {4, 6, 8}, view.ghosts());
    assertEquals(5, view.numberOfUid(10));
  }

  @Test
  void recentMessagesAreCountedGhostsIncluded() {
    assertEquals(2, view(2, 4, 6, 8, 10).recentCount());
    assertEquals(3, withGhosts().recentCount());
    assertTrue(withGhosts().isRecent(7));
    assertFalse(withGhosts().isRecent(6));
  }

  @Test
  void aSelectionByNumberLeavesGhostsOut() {
    Selection selection = Selection.of(withGhosts(), numbers(2, 5));
    assertEquals(2, selection.count());
    assertEquals(2, selection.ghosts());
    assertEquals(UidSet.range(6, 10), selection.uids());
    Selection one = Selection.of(withGhosts(), numbers(4, 4));
    assertTrue(one.isEmpty());
    assertEquals(1, one.ghosts());
  }

  @Test
  void aSelectionByUidPassesOverWhatIsNotThere() {
    Selection selection = Selection.of(view(2, 4, 6), uids(3, 5));
    assertEquals(List.of(new Selection.Range(1, 2)), selection.ranges());
    assertTrue(Selection.of(view(2, 4, 6), uids(7, 9)).isEmpty());
  }

  @Test
  void theStarIsTheLastMessage() {
    assertEquals(UidSet.of(6), Selection.of(view(2, 4, 6), uids(100, NumberSet.STAR)).uids());
    assertEquals(UidSet.of(6), Selection.of(view(2, 4, 6), numbers(5, NumberSet.STAR)).uids());
    assertEquals(3, Selection.of(view(2, 4, 6), numbers(1, NumberSet.STAR)).count());
    assertTrue(Selection.of(view(), numbers(1, NumberSet.STAR)).isEmpty());
    assertTrue(Selection.of(view(), uids(1, NumberSet.STAR)).isEmpty());
  }

  @Test
  void aNumberOfNoMessageIsRefused() {
    assertThrows(CommandRefused.class, () -> Selection.of(view(2, 4, 6), numbers(1, 4)));
    assertThrows(CommandRefused.class, () -> Selection.of(view(), numbers(1, 1)));
    assertEquals(3, Selection.lenient(view(2, 4, 6), numbers(1, 4)).count());
  }
}
