package org.posthorn.imap.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.posthorn.imap.command.MessageSet;
import org.posthorn.imap.command.ResponseCode.Simple;
import org.posthorn.imap.command.SelectedCommand.Fetch;
import org.posthorn.imap.session.SessionState.Selected;
import org.posthorn.storage.mailbox.MailboxService;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.mailbox.StoredMessage;
import org.posthorn.storage.model.FlagChange;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.model.SystemFlag;
import org.posthorn.storage.model.UidSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// FETCH and UID FETCH (RFC 3501 §6.4.5).
///
/// What the snapshot knows is written without reading anything. Where bodies are asked for that
/// become `\Seen` by that, the flag is set for a batch of messages before they are read, so that
/// it can be told along with them.
final class FetchCommand {
  private static final Logger LOG = LoggerFactory.getLogger(FetchCommand.class);
  private static final FlagChange MAKE_SEEN =
      new FlagChange(FlagChange.Mode.ADD, Flags.of(SystemFlag.SEEN));

  /// How many messages are marked `\Seen` at once before they are read.
  private static final int BATCH = 1000;

  private final SessionContext context;
  private final ViewSync sync;

  FetchCommand(SessionContext context, ViewSync sync) {
    this.context = context;
    this.sync = sync;
  }

  Step run(Selected state, Fetch command) throws IOException {
    SelectedMailbox view = state.mailbox();
    Selection selection = Selection.of(view, command.messages());
    FetchPlan plan = FetchPlan.of(command, view.readOnly());
    FetchWriter writer = new FetchWriter(context.out(), view, plan);
    boolean byUid = command.messages() instanceof MessageSet.Uids;
    Run run = new Run(state, plan, writer, selection, command.changedSince());
    int missing = plan.readsMessages() ? run.readAll() : run.snapshotOnly();
    Selected next = state;
    if (!run.madeSeen.isEmpty()) {
      next = sync.run(state, new ViewSync.Rules(byUid, byUid, run.known(), UidSet.EMPTY));
    }
    return Step.to(next, reply(run, !byUid && (missing > 0 || selection.ghosts() > 0)));
  }

  private static Reply reply(Run run, boolean gone) {
    if (run.damaged > 0) {
      return Reply.no(Simple.CORRUPTION, "Messages that cannot be read: " + run.damaged);
    }
    return gone
        ? Reply.no(Simple.EXPUNGEISSUED, "Some of the messages no longer exist")
        : Reply.ok("Fetch completed");
  }

  /// One command under way.
  private final class Run {
    private final Selected state;
    private final FetchPlan plan;
    private final FetchWriter writer;
    private final Selection selection;
    private final OptionalLong changedSince;
    private final MailboxSnapshot snapshot;
    private UidSet madeSeen = UidSet.EMPTY;
    private int damaged;

    Run(
        Selected state,
        FetchPlan plan,
        FetchWriter writer,
        Selection selection,
        OptionalLong changedSince) {
      this.state = state;
      this.plan = plan;
      this.writer = writer;
      this.selection = selection;
      this.changedSince = changedSince;
      this.snapshot = selection.snapshot();
    }

    /// The flags that the client was told of along with the messages; a damaged one was not told.
    Optional<KnownChange> known() {
      return damaged > 0 ? Optional.empty() : Optional.of(new KnownChange(madeSeen, MAKE_SEEN));
    }

    private boolean wanted(int index) {
      return changedSince.isEmpty() || snapshot.modSeq(index) > changedSince.getAsLong();
    }

    /// Writes all from the snapshot; none is ever missing.
    int snapshotOnly() throws IOException {
      for (Selection.Range range : selection.ranges()) {
        for (int i = range.from(); i < range.to(); i++) {
          if (wanted(i)) {
            writer.write(i);
          }
        }
      }
      return 0;
    }

    /// Reads and writes all; tells how many were gone.
    int readAll() throws IOException {
      int missing = 0;
      for (Selection.Range range : selection.ranges()) {
        int step = plan.marksSeen() ? BATCH : range.to() - range.from();
        for (int from = range.from(); from < range.to(); from += step) {
          missing += read(from, Math.min(range.to(), from + step));
        }
      }
      return missing;
    }

    private int read(int from, int to) throws IOException {
      UidSet.Builder chosen = new UidSet.Builder();
      int count = 0;
      for (int i = from; i < to; i++) {
        if (wanted(i)) {
          chosen.add(snapshot.uid(i));
          count++;
        }
      }
      UidSet uids = chosen.build();
      UidSet seen = plan.marksSeen() ? makeSeen(from, to) : UidSet.EMPTY;
      return count - visit(uids, seen);
    }

    private UidSet makeSeen(int from, int to) {
      UidSet.Builder unseen = new UidSet.Builder();
      for (int i = from; i < to; i++) {
        if (wanted(i) && (snapshot.systemFlags(i) & SystemFlag.SEEN.bit()) == 0) {
          unseen.add(snapshot.uid(i));
        }
      }
      UidSet uids = unseen.build();
      if (uids.isEmpty()) {
        return uids;
      }
      try {
        mailboxes()
            .store(
                state.actor(),
                state.owner(),
                state.mailbox().id(),
                uids,
                MAKE_SEEN,
                OptionalLong.empty());
      } catch (StorageException e) {
        // A full disk must not keep anybody from reading.
        LOG.atWarn().addKeyValue("reason", e.error().message()).log("cannot mark messages as seen");
        return UidSet.EMPTY;
      }
      madeSeen = union(madeSeen, uids);
      return uids;
    }

    /// Tells how many messages were there.
    private int visit(UidSet uids, UidSet seen) throws IOException {
      int[] written = {0};
      if (uids.isEmpty()) {
        return 0;
      }
      try {
        mailboxes()
            .visit(
                state.actor(),
                state.owner(),
                state.mailbox().id(),
                uids,
                plan.wants(),
                message -> {
                  int index = snapshot.indexOf(message.uid());
                  if (index >= 0) {
                    written[0]++;
                    write(index, message, seen.contains(message.uid()));
                  }
                  return true;
                });
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      return written[0];
    }

    /// A damaged message must not keep the client from the others.
    private void write(int index, StoredMessage message, boolean becameSeen) {
      try {
        writer.write(index, message, becameSeen);
      } catch (StorageException e) {
        if (!(e.error() instanceof StorageError.Corrupt)) {
          throw e;
        }
        damaged++;
        LOG.atError().addKeyValue("uid", message.uid()).setCause(e).log("damaged message");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private MailboxService mailboxes() {
    return context.services().mailboxes();
  }

  private static UidSet union(UidSet a, UidSet b) {
    return UidSet.ofRanges(Stream.concat(a.ranges().stream(), b.ranges().stream()).toList());
  }
}
