package org.posthorn.imap.session;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/// A search key made ready for one search: asked once for each message with what is known of it.
interface SearchMatcher {

  /// What has to be read of a message before the answer is sure, from nothing upwards.
  enum Cost {
    /// Only the mailbox's snapshot.
    SNAPSHOT,
    /// The parsed structure with the envelope.
    STRUCTURE,
    /// The octets of the header.
    HEADER,
    /// All octets.
    CONTENT
  }

  /// An answer, or that there is none yet.
  enum Verdict {
    YES,
    NO,
    /// The message has to be read first.
    UNKNOWN;

    static Verdict of(boolean yes) {
      return yes ? YES : NO;
    }
  }

  /// What the most expensive answer needs.
  Cost cost();

  /// Whether the message fits.
  Verdict test(SearchCandidate candidate) throws IOException;

  /// A matcher that needs no more than the snapshot.
  @FunctionalInterface
  interface Cheap extends SearchMatcher {
    boolean matches(SearchCandidate candidate);

    @Override
    default Cost cost() {
      return Cost.SNAPSHOT;
    }

    @Override
    default Verdict test(SearchCandidate candidate) {
      return Verdict.of(matches(candidate));
    }
  }

  /// A matcher that needs the message.
  @FunctionalInterface
  interface Reading {
    boolean matches(SearchCandidate candidate) throws IOException;

    /// The matcher that answers as soon as the message is there.
    default SearchMatcher needing(Cost cost) {
      return new Needing(cost, this);
    }
  }

  /// See [Reading#needing].
  record Needing(Cost cost, Reading reading) implements SearchMatcher {
    @Override
    public Verdict test(SearchCandidate candidate) throws IOException {
      return candidate.isRead() ? Verdict.of(reading.matches(candidate)) : Verdict.UNKNOWN;
    }
  }

  /// All of these, the cheap ones first.
  record All(List<SearchMatcher> parts, Cost cost) implements SearchMatcher {
    static SearchMatcher of(List<SearchMatcher> parts) {
      List<SearchMatcher> ordered = cheapFirst(parts);
      return new All(ordered, ordered.getLast().cost());
    }

    @Override
    public Verdict test(SearchCandidate candidate) throws IOException {
      Verdict verdict = Verdict.YES;
      for (SearchMatcher part : parts) {
        Verdict one = part.test(candidate);
        if (one == Verdict.NO) {
          return one;
        }
        verdict = one == Verdict.UNKNOWN ? one : verdict;
      }
      return verdict;
    }
  }

  /// One of these, the cheap ones first.
  record Any(List<SearchMatcher> parts, Cost cost) implements SearchMatcher {
    static SearchMatcher of(List<SearchMatcher> parts) {
      List<SearchMatcher> ordered = cheapFirst(parts);
      return new Any(ordered, ordered.getLast().cost());
    }

    @Override
    public Verdict test(SearchCandidate candidate) throws IOException {
      Verdict verdict = Verdict.NO;
      for (SearchMatcher part : parts) {
        Verdict one = part.test(candidate);
        if (one == Verdict.YES) {
          return one;
        }
        verdict = one == Verdict.UNKNOWN ? one : verdict;
      }
      return verdict;
    }
  }

  /// Not this.
  record Opposite(SearchMatcher part) implements SearchMatcher {
    @Override
    public Cost cost() {
      return part.cost();
    }

    @Override
    public Verdict test(SearchCandidate candidate) throws IOException {
      return switch (part.test(candidate)) {
        case YES -> Verdict.NO;
        case NO -> Verdict.YES;
        case UNKNOWN -> Verdict.UNKNOWN;
      };
    }
  }

  private static List<SearchMatcher> cheapFirst(List<SearchMatcher> parts) {
    return parts.stream().sorted(Comparator.comparing(SearchMatcher::cost)).toList();
  }
}
