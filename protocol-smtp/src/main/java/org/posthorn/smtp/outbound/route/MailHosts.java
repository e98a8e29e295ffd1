package org.posthorn.smtp.outbound.route;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.dns.DnsAnswer;
import org.posthorn.auth.dns.MailExchanger;

/// Finds the servers of a destination by MX look-up (RFC 5321 §5.1). Thread-safe.
final class MailHosts {
  private static final int MAX_RECORDS = 1_000;

  private final Dns dns;
  private final int port;
  private final OwnHost own;
  private final RandomGenerator random;

  /// @param port where the servers listen
  /// @param random shuffles servers of equal preference
  MailHosts(Dns dns, int port, OwnHost own, RandomGenerator random) {
    this.dns = dns;
    this.port = port;
    this.own = own;
    this.random = random;
  }

  /// The servers of a destination, or why there are none.
  Hosts of(String destination) {
    if (destination.startsWith("[")) {
      return HostAddresses.literal(destination)
          .<Hosts>map(a -> new Hosts.Found(List.of(new MailHost(a.getHostAddress(), port, true))))
          .orElseGet(() -> forGood(5, 1, 3, destination + " is no address of a server"));
    }
    return switch (dns.mx(destination)) {
      case DnsAnswer.Found<MailExchanger>(var records, boolean authentic) ->
          ofRecords(destination, records, authentic);
      // RFC 5321 §5.1: without MX records the domain itself is the server.
      case DnsAnswer.NoData<MailExchanger>(boolean authentic) ->
          own.isNamed(destination)
              ? loop(destination)
              : new Hosts.Found(List.of(new MailHost(destination, port, authentic)));
      case DnsAnswer.NoName<MailExchanger> _ ->
          forGood(5, 1, 2, "the domain " + destination + " does not exist");
      case DnsAnswer.Failed<MailExchanger>(String reason) ->
          new Hosts.Nowhere(
              Troubles.of(4, 4, 3, "DNS says nothing of " + destination + ": " + reason), false);
    };
  }

  private Hosts ofRecords(String destination, List<MailExchanger> records, boolean authentic) {
    List<MailExchanger> named = records.stream().filter(mx -> !mx.isNull()).toList();
    if (named.isEmpty()) {
      return forGood(5, 1, 10, "the domain " + destination + " takes no mail (null MX)");
    }
    List<MailExchanger> sorted =
        new ArrayList<>(named.subList(0, Math.min(MAX_RECORDS, named.size())));
    Collections.shuffle(sorted, Random.from(random));
    sorted.sort(Comparator.comparingInt(MailExchanger::preference));
    // RFC 5321 §5.1: where we are one of them, those that are no better than us lead back here.
    OptionalInt ours =
        sorted.stream()
            .filter(mx -> own.isNamed(mx.host()))
            .mapToInt(MailExchanger::preference)
            .min();
    List<MailHost> hosts =
        sorted.stream()
            .filter(mx -> ours.isEmpty() || mx.preference() < ours.getAsInt())
            .map(mx -> new MailHost(mx.host(), port, authentic))
            .distinct()
            .toList();
    return hosts.isEmpty() ? loop(destination) : new Hosts.Found(hosts);
  }

  private static Hosts loop(String destination) {
    return new Hosts.Nowhere(Troubles.loop(destination), true);
  }

  private static Hosts forGood(int category, int subject, int detail, String reason) {
    return new Hosts.Nowhere(Troubles.of(category, subject, detail, reason), true);
  }
}
