package org.posthorn.imap.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.OptionalLong;
import org.posthorn.imap.command.ImapResponse;
import org.posthorn.imap.command.NumberKind;
import org.posthorn.imap.command.SelectedCommand.Search;
import org.posthorn.imap.command.Tag;
import org.posthorn.imap.session.SearchMatcher.Verdict;
import org.posthorn.imap.session.SessionState.Selected;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.mailbox.Want;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.model.UidSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SEARCH and UID SEARCH (RFC 3501 §6.4.4, RFC 4731).
///
/// First the whole view is asked what the snapshot can answer; only messages for which that does
/// not suffice are read, in the store's order, and no more of them than the keys need.
final class SearchCommand {
  private static final Logger LOG = LoggerFactory.getLogger(SearchCommand.class);

  private final SessionContext context;

  SearchCommand(SessionContext context) {
    this.context = context;
  }

  Step run(Tag tag, Selected state, Search search) throws IOException {
    SelectedMailbox view = state.mailbox();
    UidSet numbers = numbers(view, find(state, search), search.by());
    context.send(
        search.returns().extended()
            ? new ImapResponse.ExtendedSearchResult(
                tag, search.by(), search.returns().options(), numbers, OptionalLong.empty())
            : new ImapResponse.SearchResult(numbers, OptionalLong.empty()));
    return Step.to(state, Reply.ok("Search completed"));
  }

  /// The indexes of the messages that fit.
  private BitSet find(Selected state, Search search) throws IOException {
    SelectedMailbox view = state.mailbox();
    MailboxSnapshot snapshot = view.snapshot();
    SearchMatcher matcher = new SearchCompiler(view).compile(search.key());
    SearchCandidate candidate = new SearchCandidate(view, context.services().clock().instant());
    BitSet found = new BitSet(snapshot.size());
    UidSet.Builder unsure = new UidSet.Builder();
    for (int i = 0; i < snapshot.size(); i++) {
      Verdict verdict = matcher.test(candidate.at(i));
      if (verdict == Verdict.YES) {
        found.set(i);
      } else if (verdict == Verdict.UNKNOWN) {
        unsure.add(snapshot.uid(i));
      }
    }
    read(state, unsure.build(), matcher, candidate, found);
    return found;
  }

  private void read(
      Selected state, UidSet unsure, SearchMatcher matcher, SearchCandidate candidate, BitSet found)
      throws IOException {
    if (unsure.isEmpty()) {
      return;
    }
    EnumSet<Want> wants =
        switch (matcher.cost()) {
          case SNAPSHOT, STRUCTURE -> EnumSet.of(Want.STRUCTURE);
          case HEADER -> EnumSet.of(Want.STRUCTURE, Want.HEADER);
          case CONTENT -> EnumSet.of(Want.STRUCTURE, Want.CONTENT);
        };
    SelectedMailbox view = state.mailbox();
    SearchProgress progress = new SearchProgress(context, unsure.size());
    try {
      context
          .services()
          .mailboxes()
          .visit(
              state.actor(),
              state.owner(),
              view.id(),
              unsure,
              wants,
              message -> {
                int index = view.snapshot().indexOf(message.uid());
                if (index >= 0 && fits(matcher, candidate.read(index, message))) {
                  found.set(index);
                }
                return progress.goesOn();
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    progress.end();
  }

  private static boolean fits(SearchMatcher matcher, SearchCandidate candidate) {
    try {
      return matcher.test(candidate) == Verdict.YES;
    } catch (StorageException e) {
      if (!(e.error() instanceof StorageError.Corrupt)) {
        throw e;
      }
      LOG.atError().addKeyValue("index", candidate.index()).setCause(e).log("damaged message");
      return false; // what cannot be read is not found, and keeps nothing else from being found
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static UidSet numbers(SelectedMailbox view, BitSet found, NumberKind kind) {
    UidSet.Builder numbers = new UidSet.Builder();
    for (int i = found.nextSetBit(0); i >= 0; i = found.nextSetBit(i + 1)) {
      numbers.add(
          switch (kind) {
            case UID -> view.snapshot().uid(i);
            case SEQUENCE -> view.number(i);
          });
    }
    return numbers.build();
  }
}
