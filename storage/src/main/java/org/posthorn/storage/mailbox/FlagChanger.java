package org.posthorn.storage.mailbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.posthorn.storage.change.AccountTransactions;
import org.posthorn.storage.change.MailboxChange;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.FlagChange;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.UidSet;
import org.posthorn.storage.schema.KeywordBits;
import org.posthorn.storage.schema.MessageRow;

/// STORE: changes flags, [MessageRows#CHUNK] messages a transaction. Thread-safe.
final class FlagChanger {
  private final AccountTransactions transactions;
  private final SnapshotCache snapshots;

  FlagChanger(AccountTransactions transactions, SnapshotCache snapshots) {
    this.transactions = transactions;
    this.snapshots = snapshots;
  }

  /// Gathers what happened to which messages.
  private static final class Outcome {
    final UidSet.Builder changed = new UidSet.Builder();
    final UidSet.Builder unchanged = new UidSet.Builder();
    final UidSet.Builder modified = new UidSet.Builder();
    final UidSet.Builder found = new UidSet.Builder();
    long modSeq;
    long uidNext;
  }

  StoreResult store(
      AccountId owner,
      MailboxId mailbox,
      UidSet uids,
      FlagChange change,
      OptionalLong unchangedSince) {
    long[] wanted = candidates(owner, mailbox, uids);
    Outcome all = new Outcome();
    int done = 0;
    do {
      int from = done;
      int to = Math.min(wanted.length, from + MessageRows.CHUNK);
      List<Verdict> verdicts =
          transactions.change(
              owner,
              MessageRows.ahead(owner, mailbox, wanted, from, to),
              account -> {
                MailboxChange box = account.mailbox(mailbox);
                List<MessageRow> rows = MessageRows.read(account.tx(), mailbox, wanted, from, to);
                return apply(box, rows, change, unchangedSince);
              });
      verdicts.forEach(verdict -> verdict.addTo(all));
      done = to;
    } while (done < wanted.length);
    return new StoreResult(
        all.changed.build(),
        all.unchanged.build(),
        all.modified.build(),
        MessageRows.absent(uids, all.found.build(), all.uidNext),
        all.modSeq);
  }

  /// Few UIDs are looked up one by one; many are matched with the snapshot first.
  private long[] candidates(AccountId owner, MailboxId mailbox, UidSet uids) {
    return uids.size() <= 256
        ? uids.stream().toArray()
        : MessageRows.select(snapshots.get(owner, mailbox), uids, _ -> true);
  }

  /// What one transaction found.
  private sealed interface Verdict {
    void addTo(Outcome outcome);

    record Message(long uid, Kind kind) implements Verdict {
      @Override
      public void addTo(Outcome outcome) {
        outcome.found.add(uid);
        switch (kind) {
          case CHANGED -> outcome.changed.add(uid);
          case UNCHANGED -> outcome.unchanged.add(uid);
          case MODIFIED -> outcome.modified.add(uid);
        }
      }
    }

    record Mailbox(long modSeq, long uidNext) implements Verdict {
      @Override
      public void addTo(Outcome outcome) {
        outcome.modSeq = Math.max(outcome.modSeq, modSeq);
        outcome.uidNext = uidNext;
      }
    }

    enum Kind {
      CHANGED,
      UNCHANGED,
      MODIFIED
    }
  }

  private static List<Verdict> apply(
      MailboxChange box, List<MessageRow> rows, FlagChange change, OptionalLong unchangedSince) {
    byte[] words =
        change.mode() == FlagChange.Mode.REMOVE || rows.isEmpty()
            ? box.knownKeywordBits(change.flags().keywords())
            : box.keywordBits(change.flags().keywords());
    List<Verdict> verdicts = new ArrayList<>(rows.size() + 1);
    for (MessageRow row : rows) {
      verdicts.add(
          new Verdict.Message(row.uid(), applyTo(box, row, change, words, unchangedSince)));
    }
    verdicts.add(new Verdict.Mailbox(box.modSeq(), box.uidNext()));
    return verdicts;
  }

  private static Verdict.Kind applyTo(
      MailboxChange box,
      MessageRow row,
      FlagChange change,
      byte[] words,
      OptionalLong unchangedSince) {
    if (unchangedSince.isPresent() && row.modSeq() > unchangedSince.getAsLong()) {
      return Verdict.Kind.MODIFIED;
    }
    int named = change.flags().system();
    int flags =
        switch (change.mode()) {
          case REPLACE -> named;
          case ADD -> row.flags() | named;
          case REMOVE -> row.flags() & ~named;
        };
    byte[] keywords =
        switch (change.mode()) {
          case REPLACE -> words;
          case ADD -> KeywordBits.union(row.keywords(), words);
          case REMOVE -> KeywordBits.without(row.keywords(), words);
        };
    if (flags == row.flags() && Arrays.equals(keywords, row.keywords())) {
      return Verdict.Kind.UNCHANGED;
    }
    box.reflag(row, flags, keywords);
    return Verdict.Kind.CHANGED;
  }
}
