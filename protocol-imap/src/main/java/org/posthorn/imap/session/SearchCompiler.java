package org.posthorn.imap.session;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.posthorn.imap.command.MessageSet;
import org.posthorn.imap.command.SearchKey;
import org.posthorn.imap.session.SearchMatcher.Cheap;
import org.posthorn.imap.session.SearchMatcher.Cost;
import org.posthorn.imap.session.SearchMatcher.Reading;
import org.posthorn.storage.mime.SearchText;

/// Makes matchers of search keys (RFC 3501 §6.4.4).
final class SearchCompiler {
  private final SelectedMailbox view;

  SearchCompiler(SelectedMailbox view) {
    this.view = view;
  }

  /// The matcher for a key and all that lies in it.
  SearchMatcher compile(SearchKey key) {
    return switch (key) {
      case SearchKey.And(List<SearchKey> keys) ->
          SearchMatcher.All.of(keys.stream().map(this::compile).toList());
      case SearchKey.Or(SearchKey left, SearchKey right) ->
          SearchMatcher.Any.of(List.of(compile(left), compile(right)));
      case SearchKey.Not(SearchKey inner) -> new SearchMatcher.Opposite(compile(inner));
      case SearchKey.SentDate(SearchKey.DateTest test, LocalDate day) ->
          reading(Cost.STRUCTURE, c -> sent(c, test, day));
      case SearchKey.InEnvelope(SearchKey.EnvelopeField field, String text) ->
          reading(Cost.STRUCTURE, new TextSearch(SearchText.of(text)).inEnvelope(field));
      case SearchKey.InHeader(String name, String text) ->
          reading(Cost.HEADER, new TextSearch(SearchText.of(text)).inHeader(name));
      case SearchKey.InBody(String text) ->
          reading(Cost.CONTENT, new TextSearch(SearchText.of(text))::inBody);
      case SearchKey.InText(String text) ->
          reading(Cost.CONTENT, new TextSearch(SearchText.of(text))::inText);
      default -> cheap(key);
    };
  }

  private static SearchMatcher reading(Cost cost, Reading reading) {
    return reading.needing(cost);
  }

  /// The keys that the snapshot answers.
  private Cheap cheap(SearchKey key) {
    return switch (key) {
      case SearchKey.All _ -> _ -> true;
      case SearchKey.Messages(MessageSet set) -> {
        BitSet members = members(set);
        yield c -> members.get(c.index());
      }
      case SearchKey.HasFlag(var flag, boolean set) -> {
        int bit = flag.bit();
        yield c -> ((c.snapshot().systemFlags(c.index()) & bit) != 0) == set;
      }
      case SearchKey.HasKeyword(String keyword, boolean set) ->
          c -> c.snapshot().hasKeyword(c.index(), keyword) == set;
      case SearchKey.IsRecent(boolean recent) -> c -> c.isRecent() == recent;
      case SearchKey.InternalDate(SearchKey.DateTest test, LocalDate day) -> received(test, day);
      case SearchKey.Larger(long octets) -> c -> c.snapshot().messageSize(c.index()) > octets;
      case SearchKey.Smaller(long octets) -> c -> c.snapshot().messageSize(c.index()) < octets;
      case SearchKey.Older(long seconds) ->
          c -> !received(c).isAfter(c.now().minusSeconds(seconds));
      case SearchKey.Younger(long seconds) ->
          c -> !received(c).isBefore(c.now().minusSeconds(seconds));
      case SearchKey.ModSeq(long atLeast) -> c -> c.snapshot().modSeq(c.index()) >= atLeast;
      case SearchKey.And _,
          SearchKey.Or _,
          SearchKey.Not _,
          SearchKey.SentDate _,
          SearchKey.InEnvelope _,
          SearchKey.InHeader _,
          SearchKey.InBody _,
          SearchKey.InText _ ->
          throw new IllegalStateException("needs more than the snapshot");
    };
  }

  private BitSet members(MessageSet set) {
    BitSet members = new BitSet(view.snapshot().size());
    for (Selection.Range range : Selection.lenient(view, set).ranges()) {
      members.set(range.from(), range.to());
    }
    return members;
  }

  /// Internal dates are told in UTC, so a day is one of UTC.
  private static Cheap received(SearchKey.DateTest test, LocalDate day) {
    Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    return switch (test) {
      case BEFORE -> c -> received(c).isBefore(start);
      case ON -> c -> !received(c).isBefore(start) && received(c).isBefore(end);
      case SINCE -> c -> !received(c).isBefore(start);
    };
  }

  private static Instant received(SearchCandidate candidate) {
    return candidate.snapshot().internalDate(candidate.index());
  }

  /// Without regard to time and zone: the day that the sender wrote. A message without a date that
  /// makes sense fits no day.
  private static boolean sent(SearchCandidate candidate, SearchKey.DateTest test, LocalDate day) {
    Optional<OffsetDateTime> sent = candidate.structure().envelope().sentDate();
    if (sent.isEmpty()) {
      return false;
    }
    int order = sent.get().toLocalDate().compareTo(day);
    return switch (test) {
      case BEFORE -> order < 0;
      case ON -> order == 0;
      case SINCE -> order >= 0;
    };
  }
}
