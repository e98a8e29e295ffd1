package org.posthorn.auth.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Reads one message: follows the aliases in it, and takes what belongs to the question and
/// nothing else.
final class AnswerReader {
  /// More than any sane answer has. What has more is treated as a failure, so that nobody acts
  /// on a part.
  static final int MAX_RECORDS = 1000;

  /// How many aliases lead to an answer at most.
  static final int MAX_ALIASES = 16;

  static final Duration MAX_TTL = Duration.ofDays(1);
  static final Duration MAX_NEGATIVE_TTL = Duration.ofHours(1);
  static final Duration MIN_TTL = Duration.ofSeconds(1);

  /// How long a failure is remembered (RFC 2308 §7), and what came without an SOA.
  static final Duration FAILURE_TTL = Duration.ofSeconds(5);

  /// What a message says.
  sealed interface Reading {
    /// Records of the type asked for.
    record Records(List<Record> records, Duration ttl) implements Reading {}

    /// The name exists without such records.
    record NoData(Duration ttl) implements Reading {}

    /// There is no such name.
    record NoName(Duration ttl) implements Reading {}

    /// The name is an alias for one that has to be asked for.
    record Alias(Name target, int aliases, Duration ttl) implements Reading {}

    /// It says nothing that can be used.
    record Useless(String reason) implements Reading {}
  }

  private AnswerReader() {}

  /// @param aliases those that were followed before
  static Reading read(Message message, Question question, int aliases) {
    List<Record> answer = message.getSection(Section.ANSWER);
    Name name = question.name();
    long ttl = MAX_TTL.toSeconds();
    int followed = aliases;
    while (true) {
      List<Record> found = of(answer, name, question.type());
      if (found.size() > MAX_RECORDS) {
        return new Reading.Useless("more than " + MAX_RECORDS + " records");
      }
      if (!found.isEmpty()) {
        return new Reading.Records(found, bounded(shortest(found, ttl), MAX_TTL));
      }
      List<Record> alias = of(answer, name, Type.CNAME);
      if (alias.isEmpty()) {
        break;
      }
      if (++followed > MAX_ALIASES) {
        return new Reading.Useless("more than " + MAX_ALIASES + " aliases");
      }
      ttl = shortest(alias, ttl);
      name = ((CNAMERecord) alias.getFirst()).getTarget();
    }
    return nothing(message, name, followed, ttl, name.equals(question.name()));
  }

  private static Reading nothing(Message message, Name end, int aliases, long ttl, boolean direct) {
    Optional<Duration> negative = negativeTtl(message, ttl);
    if (message.getRcode() == Rcode.NXDOMAIN) {
      return new Reading.NoName(negative.orElse(FAILURE_TTL));
    }
    if (direct || negative.isPresent()) {
      return new Reading.NoData(negative.orElse(FAILURE_TTL));
    }
    return new Reading.Alias(end, aliases, bounded(ttl, MAX_TTL));
  }

  /// How long it holds that there is nothing (RFC 2308 §5).
  private static Optional<Duration> negativeTtl(Message message, long ttl) {
    return message.getSection(Section.AUTHORITY).stream()
        .filter(SOARecord.class::isInstance)
        .map(SOARecord.class::cast)
        .map(soa -> Math.min(ttl, Math.min(soa.getTTL(), soa.getMinimum())))
        .map(seconds -> bounded(seconds, MAX_NEGATIVE_TTL))
        .findFirst();
  }

  private static List<Record> of(List<Record> section, Name name, int type) {
    List<Record> found = new ArrayList<>();
    for (Record record : section) {
      if (record.getType() == type && record.getName().equals(name)) {
        found.add(record);
      }
    }
    return found;
  }

  private static long shortest(List<Record> records, long ttl) {
    return Math.min(ttl, records.stream().mapToLong(Record::getTTL).min().orElse(ttl));
  }

  private static Duration bounded(long seconds, Duration max) {
    return Duration.ofSeconds(Math.clamp(seconds, MIN_TTL.toSeconds(), max.toSeconds()));
  }
}
