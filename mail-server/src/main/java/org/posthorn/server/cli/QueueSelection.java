package org.posthorn.server.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.posthorn.config.value.Durations;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.queue.QueueEntry;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which entries of the queue a command is about: those that are named, or those that fit all
/// filters.
final class QueueSelection {
  private static final int PAGE = 500;

  @Parameters(paramLabel = "ID", arity = "0..*", description = "Entries, by their numbers.")
  List<Long> ids = List.of();

  @Option(
      names = "--message",
      paramLabel = "NAME",
      description = "Entries of one message, by its name in the log.")
  @Nullable String message;

  @Option(
      names = "--sender",
      paramLabel = "ADDRESS",
      description = "Entries from this address; *@DOMAIN for all of a domain, '' for reports.")
  @Nullable String sender;

  @Option(
      names = "--recipient",
      paramLabel = "ADDRESS",
      description = "Entries for this address; *@DOMAIN for all of a domain.")
  @Nullable String recipient;

  @Option(
      names = "--domain",
      paramLabel = "DOMAIN",
      description = "Entries that are sent to this domain.")
  @Nullable String domain;

  @Option(
      names = "--older-than",
      paramLabel = "DURATION",
      description = "Entries that have waited longer than, say, 2h or 3d.")
  @Nullable String olderThan;

  @Option(names = "--held", description = "Entries that are held.")
  boolean held;

  /// Whether the user has said which entries.
  boolean isNarrow() {
    return !ids.isEmpty()
        || message != null
        || sender != null
        || recipient != null
        || domain != null
        || olderThan != null
        || held;
  }

  /// The entries, in order of number within each part of the queue.
  ///
  /// @param limit the most that are wanted
  List<QueueEntry> find(MailStore store, int limit) {
    Predicate<QueueEntry> wanted = predicate(Clock.systemUTC().instant());
    List<QueueEntry> found = new ArrayList<>();
    Optional<QueueEntry> last = Optional.empty();
    while (found.size() < limit) {
      List<QueueEntry> page = store.queue().list(last, PAGE);
      page.stream().filter(wanted).limit(limit - (long) found.size()).forEach(found::add);
      if (page.size() < PAGE) {
        break;
      }
      last = Optional.of(page.getLast());
    }
    return found;
  }

  private Predicate<QueueEntry> predicate(Instant now) {
    List<Predicate<QueueEntry>> all = new ArrayList<>();
    if (!ids.isEmpty()) {
      all.add(entry -> ids.contains(entry.id().value()));
    }
    if (message != null) {
      String name = message;
      all.add(entry -> entry.name().equals(name));
    }
    if (sender != null) {
      String pattern = sender;
      all.add(entry -> fits(entry.sender(), pattern));
    }
    if (recipient != null) {
      String pattern = recipient;
      all.add(entry -> fits(entry.recipient(), pattern));
    }
    if (domain != null) {
      String pattern = domain;
      all.add(entry -> entry.destination().equalsIgnoreCase(pattern));
    }
    if (olderThan != null) {
      Instant before = now.minus(duration(olderThan));
      all.add(entry -> entry.queuedAt().isBefore(before));
    }
    if (held) {
      all.add(QueueEntry::held);
    }
    return entry -> all.stream().allMatch(one -> one.test(entry));
  }

  private static Duration duration(String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "--older-than: " + e.getMessage());
    }
  }

  private static boolean fits(String address, String pattern) {
    String lower = address.toLowerCase(Locale.ROOT);
    String wanted = pattern.toLowerCase(Locale.ROOT);
    return wanted.startsWith("*")
        ? !lower.isEmpty() && lower.endsWith(wanted.substring(1))
        : lower.equals(wanted);
  }
}
