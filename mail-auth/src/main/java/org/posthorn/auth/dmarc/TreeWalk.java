package org.posthorn.auth.dmarc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.auth.dmarc.DmarcRecord.Suffix;
import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.dns.DnsAnswer;

/// Looks for records from a domain up to its top (RFC 9989 §4.10), and remembers what it has
/// seen. For one thread and one check.
final class TreeWalk {
  /// A longer name is cut to so many labels after the first question; so there are 8 at most.
  private static final int LABELS = 7;

  private final Dns dns;
  private final Map<String, Optional<DmarcRecord>> seen = new HashMap<>();
  private final Map<String, Walked> walks = new HashMap<>();
  private int lookUps;

  TreeWalk(Dns dns) {
    this.dns = dns;
  }

  /// A record and its domain.
  record Found(String domain, DmarcRecord record) {}

  /// What stands on the way up.
  ///
  /// @param records those with the most labels first
  private record Walked(String start, List<Found> records) {
    /// RFC 9989 §4.10.2.
    String organization() {
      for (Found found : records) {
        if (found.record().suffix() == Suffix.NO) {
          return found.domain();
        }
        if (found.record().suffix() == Suffix.YES && !found.domain().equals(start)) {
          return oneBelow(found.domain());
        }
      }
      return records.isEmpty() ? start : records.getLast().domain();
    }

    private String oneBelow(String parent) {
      String rest = start.substring(0, start.length() - parent.length() - 1);
      return start.substring(rest.lastIndexOf('.') + 1);
    }

    Optional<Found> at(String domain) {
      return records.stream().filter(found -> found.domain().equals(domain)).findFirst();
    }
  }

  /// Questions so far.
  int lookUps() {
    return lookUps;
  }

  /// The record that counts for an author's domain: its own, that of its organization, or that of
  /// the public suffix above (RFC 9989 §4.10.1).
  Optional<Found> policy(String author) throws DmarcFault {
    Optional<DmarcRecord> own = record(author);
    if (own.isPresent()) {
      return Optional.of(new Found(author, own.get()));
    }
    Walked walked = walk(author);
    Optional<Found> organization = walked.at(walked.organization());
    return organization.or(
        () ->
            walked.records().stream()
                .filter(found -> found.record().suffix() == Suffix.YES)
                .findFirst());
  }

  /// The organizational domain.
  String organization(String domain) throws DmarcFault {
    return walk(domain).organization();
  }

  /// Whether the DNS knows a name; where it does not answer, it may.
  boolean exists(String domain) {
    lookUps++;
    return !(dns.a(domain) instanceof DnsAnswer.NoName<?>);
  }

  private Walked walk(String start) throws DmarcFault {
    Walked known = walks.get(start);
    if (known != null) {
      return known;
    }
    List<Found> records = new ArrayList<>();
    Optional<String> next = Optional.of(start);
    while (next.isPresent()) {
      String domain = next.get();
      Optional<DmarcRecord> record = record(domain);
      record.ifPresent(found -> records.add(new Found(domain, found)));
      boolean stop = record.filter(found -> found.suffix() != Suffix.UNSAID).isPresent();
      next = stop ? Optional.empty() : parent(domain);
    }
    Walked walked = new Walked(start, List.copyOf(records));
    walks.put(start, walked);
    return walked;
  }

  /// The next name to ask for.
  private static Optional<String> parent(String domain) {
    int at = domain.indexOf('.');
    int labels = (int) domain.chars().filter(c -> c == '.').count();
    while (at >= 0 && labels > LABELS) {
      at = domain.indexOf('.', at + 1);
      labels--;
    }
    return at < 0 ? Optional.empty() : Optional.of(domain.substring(at + 1));
  }

  /// A domain's record; several are none.
  private Optional<DmarcRecord> record(String domain) throws DmarcFault {
    Optional<DmarcRecord> known = seen.get(domain);
    if (known != null) {
      return known;
    }
    lookUps++;
    DnsAnswer<String> answer = dns.txt("_dmarc." + domain);
    if (answer instanceof DnsAnswer.Failed<String>(String reason)) {
      throw DmarcFault.temporary("_dmarc." + domain + ": " + reason);
    }
    List<String> records = answer.records().stream().filter(DmarcRecord::isDmarc).toList();
    Optional<DmarcRecord> record =
        records.size() == 1 ? Optional.of(DmarcRecord.parse(records.getFirst())) : Optional.empty();
    seen.put(domain, record);
    return record;
  }
}
