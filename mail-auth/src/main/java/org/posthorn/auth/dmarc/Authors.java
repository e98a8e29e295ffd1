package org.posthorn.auth.dmarc;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthorn.auth.dkim.DomainNames;
import org.posthorn.auth.header.HeaderBlock;
import org.posthorn.auth.header.HeaderField;

/// The domains that a message says it is from (RFC 9989 §4.2 with RFC 5322 §3.6.2). Immutable.
///
/// @param domains each once, in lower case and A-labels, in the order of the field; those that
///     could be read, where there is a problem
/// @param problem why they cannot be relied on: no From field, several, or one that cannot be read;
///     empty where they can
public record Authors(List<String> domains, String problem) {
  /// More addresses than this are not read.
  private static final int MAX_ADDRESSES = 200;

  public Authors {
    domains = List.copyOf(domains);
  }

  /// Reads the From field of a header.
  public static Authors of(HeaderBlock header) {
    List<HeaderField> fields = header.fields("from");
    if (fields.isEmpty()) {
      return new Authors(
          List.of(), header.complete() ? "no From field" : "the header is too long to be read");
    }
    Authors first = of(fields.getFirst().value());
    if (fields.size() == 1) {
      return first;
    }
    // Which one a reader sees, nobody knows.
    Set<String> all = new LinkedHashSet<>();
    fields.stream().limit(MAX_ADDRESSES).forEach(f -> all.addAll(of(f.value()).domains()));
    return new Authors(List.copyOf(all), fields.size() + " From fields");
  }

  /// Reads the value of a From field.
  public static Authors of(String value) {
    FromParser parser = new FromParser(value, MAX_ADDRESSES);
    List<String> addresses = parser.addresses();
    Set<String> domains = new LinkedHashSet<>();
    String problem = parser.problem();
    List<String> bad = new ArrayList<>(1);
    for (String address : addresses) {
      domain(address).ifPresentOrElse(domains::add, () -> bad.add(address));
    }
    if (problem.isEmpty() && (!bad.isEmpty() || domains.isEmpty())) {
      problem = domains.isEmpty() ? "From has no domain" : "an address in From has no domain";
    }
    return new Authors(List.copyOf(domains), problem);
  }

  private static Optional<String> domain(String address) {
    int at = address.lastIndexOf('@');
    String domain = address.substring(at + 1);
    String bare = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
    return at > 0 ? DomainNames.ascii(bare) : Optional.empty();
  }
}
