package org.posthorn.imap.session;

import java.io.IOException;
import java.util.Optional;
import org.posthorn.imap.command.ImapResponse.Exists;
import org.posthorn.imap.command.ImapResponse.Expunged;
import org.posthorn.imap.command.ImapResponse.Recent;
import org.posthorn.imap.session.SessionState.Selected;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.mailbox.SnapshotDiff;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.UidSet;

/// Tells the client what changed in its mailbox since it was last told (RFC 3501 §5.2, §7.3, §7.4).
final class ViewSync {
  /// How to tell.
  ///
  /// @param expunges whether EXPUNGE may be sent: not while FETCH, STORE or SEARCH is answered (RFC
  ///     3501 §7.4.1)
  /// @param withUid whether FETCH names the UID, as it must in answer to UID commands (RFC 3501
  ///     §6.4.8)
  /// @param known flags that the client knows already
  /// @param wanted messages whose flags are told even if they did not change
  record Rules(boolean expunges, boolean withUid, Optional<KnownChange> known, UidSet wanted) {
    static Rules of(boolean expunges, boolean withUid) {
      return new Rules(expunges, withUid, Optional.empty(), UidSet.EMPTY);
    }
  }

  private final SessionContext context;

  ViewSync(SessionContext context) {
    this.context = context;
  }

  /// Tells what changed and gives the state with the view that the client has now.
  Selected run(Selected state, Rules rules) throws IOException {
    SelectedMailbox view = state.mailbox();
    MailboxSnapshot newest =
        context.services().mailboxes().snapshot(state.actor(), state.owner(), view.id());
    boolean changed = newest.modSeq() > view.snapshot().modSeq();
    if (changed) {
      SnapshotDiff diff = context.services().mailboxes().diff(view.snapshot(), newest);
      SelectedMailbox before = view;
      view = view.advanced(newest, diff.vanished().stream().toArray());
      view = rules.expunges() ? tellExpunged(view) : view;
      tellCounts(before, view, diff);
      tellKeywords(before, view);
      tellFlags(before, view, diff.changed(), rules);
    } else if (rules.expunges() && view.hasGhosts()) {
      SelectedMailbox before = view;
      view = tellExpunged(view);
      tellCounts(before, view, new SnapshotDiff(UidSet.EMPTY, UidSet.EMPTY, UidSet.EMPTY));
    }
    tellWanted(view, rules);
    return state.with(view);
  }

  /// From the highest number down, so that no number moves before it was told.
  private SelectedMailbox tellExpunged(SelectedMailbox view) throws IOException {
    long[] ghosts = view.ghosts();
    for (int i = ghosts.length - 1; i >= 0; i--) {
      context.send(new Expunged(view.numberOfUid(ghosts[i])));
    }
    return view.withoutGhosts();
  }

  private void tellCounts(SelectedMailbox before, SelectedMailbox now, SnapshotDiff diff)
      throws IOException {
    if (!diff.arrived().isEmpty()) {
      context.send(new Exists(now.size()));
    }
    if (now.recentCount() != before.recentCount()) {
      context.send(new Recent(now.recentCount()));
    }
  }

  private void tellKeywords(SelectedMailbox before, SelectedMailbox now) throws IOException {
    if (!now.snapshot().keywords().equals(before.snapshot().keywords())) {
      FlagLists.tell(context, now);
    }
  }

  private void tellFlags(SelectedMailbox before, SelectedMailbox now, UidSet changed, Rules rules)
      throws IOException {
    for (UidSet.Range range : changed.ranges()) {
      for (long uid = range.first(); uid <= range.last(); uid++) {
        int index = now.snapshot().indexOf(uid);
        int old = before.snapshot().indexOf(uid);
        if (index < 0 || old < 0 || rules.wanted().contains(uid)) {
          continue;
        }
        Flags flags = now.snapshot().flags(index);
        Flags told = before.snapshot().flags(old);
        if (rules.known().isPresent()) {
          told = rules.known().get().applied(uid, told);
        }
        if (!flags.equals(told)) {
          tell(now, index, rules.withUid());
        }
      }
    }
  }

  private void tellWanted(SelectedMailbox view, Rules rules) throws IOException {
    for (UidSet.Range range : rules.wanted().ranges()) {
      int end = view.insertionPoint(range.last() + 1);
      for (int i = view.insertionPoint(range.first()); i < end; i++) {
        tell(view, i, rules.withUid());
      }
    }
  }

  private void tell(SelectedMailbox view, int index, boolean withUid) throws IOException {
    FetchWriter.flagsOnly(context.out(), view, index, withUid);
  }
}
