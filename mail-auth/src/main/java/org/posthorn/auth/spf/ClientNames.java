package org.posthorn.auth.spf;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.dns.DnsAnswer;

/// The names of an address that lead back to it (RFC 7208 §5.5). Immutable.
///
/// @param names in lower case, in the order of the answer
/// @param nothing whether the address has no name at all
record ClientNames(List<String> names, boolean nothing) {
  ClientNames {
    names = List.copyOf(names);
  }

  /// Looks them up. What cannot be answered counts as not there.
  ///
  /// @param max how many names are followed; the others are ignored
  static ClientNames lookUp(Dns dns, InetAddress client, int max) {
    DnsAnswer<String> pointers = dns.ptr(client);
    boolean nothing =
        pointers instanceof DnsAnswer.NoName<String>
            || pointers instanceof DnsAnswer.NoData<String>;
    List<String> names = new ArrayList<>();
    for (String name : pointers.records().stream().limit(max).toList()) {
      DnsAnswer<? extends InetAddress> back =
          client.getAddress().length == 4 ? dns.a(name) : dns.aaaa(name);
      if (back.records().contains(client)) {
        names.add(name.toLowerCase(Locale.ROOT));
      }
    }
    return new ClientNames(names, nothing);
  }

  /// Whether one of them is the domain or below it.
  boolean within(String domain) {
    return best(domain).filter(name -> isWithin(name, domain)).isPresent();
  }

  /// The one that says most (§7.3): the domain itself, else one below it, else any.
  Optional<String> best(String domain) {
    String wanted = plain(domain);
    if (names.contains(wanted)) {
      return Optional.of(wanted);
    }
    return names.stream()
        .filter(name -> isWithin(name, wanted))
        .findFirst()
        .or(() -> names.stream().findFirst());
  }

  private static boolean isWithin(String name, String domain) {
    String wanted = plain(domain);
    return name.equals(wanted) || name.endsWith("." + wanted);
  }

  private static String plain(String domain) {
    String lower = domain.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
