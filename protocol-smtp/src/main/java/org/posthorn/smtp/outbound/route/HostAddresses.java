package org.posthorn.smtp.outbound.route;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.dns.DnsAnswer;
import org.posthorn.config.AddressFamily;

/// Finds the addresses of a server. Thread-safe.
final class HostAddresses {
  private final Dns dns;
  private final AddressFamily family;
  private final int max;
  private final RandomGenerator random;

  /// @param max the most addresses of one server
  HostAddresses(Dns dns, AddressFamily family, int max, RandomGenerator random) {
    this.dns = dns;
    this.family = family;
    this.max = max;
    this.random = random;
  }

  /// What was found.
  sealed interface Addresses {
    /// Addresses in the order in which they are tried, at least one.
    ///
    /// @param authentic whether DNSSEC vouches for all of them
    record Found(List<InetAddress> addresses, boolean authentic) implements Addresses {
      public Found {
        addresses = List.copyOf(addresses);
      }
    }

    /// There are none that we may use.
    record None() implements Addresses {}

    /// The DNS does not say.
    record Unknown(String reason) implements Addresses {}
  }

  /// The addresses of a host name, an address, or `localhost`.
  Addresses of(String host) {
    if (host.toLowerCase(Locale.ROOT).equals("localhost")) {
      // RFC 6761 §6.3: known without asking.
      List<InetAddress> loopback =
          inOrder(
              List.of(InetAddress.ofLiteral("127.0.0.1")), List.of(InetAddress.ofLiteral("::1")));
      return new Addresses.Found(loopback, true);
    }
    Optional<InetAddress> address = asAddress(host);
    return address
        .<Addresses>map(a -> new Addresses.Found(List.of(a), true))
        .orElseGet(() -> ask(host));
  }

  /// The same as a list, empty where there are none.
  List<InetAddress> list(String host) {
    return of(host) instanceof Addresses.Found(var addresses, _) ? addresses : List.of();
  }

  private Addresses ask(String host) {
    Asked four = family == AddressFamily.IPV6 ? Asked.NOT : Asked.of(dns.a(host));
    Asked six = family == AddressFamily.IPV4 ? Asked.NOT : Asked.of(dns.aaaa(host));
    List<InetAddress> all = inOrder(four.shuffled(random), six.shuffled(random));
    if (!all.isEmpty()) {
      return new Addresses.Found(
          all.subList(0, Math.min(max, all.size())), four.authentic() && six.authentic());
    }
    return four.failure()
        .or(six::failure)
        .<Addresses>map(Addresses.Unknown::new)
        .orElseGet(Addresses.None::new);
  }

  private List<InetAddress> inOrder(List<InetAddress> four, List<InetAddress> six) {
    List<InetAddress> all = new ArrayList<>();
    switch (family) {
      case IPV4 -> all.addAll(four);
      case IPV6 -> all.addAll(six);
      case IPV4_FIRST -> {
        all.addAll(four);
        all.addAll(six);
      }
      case IPV6_FIRST -> {
        all.addAll(six);
        all.addAll(four);
      }
    }
    return all;
  }

  /// The answer for one family.
  private record Asked(List<InetAddress> found, boolean authentic, Optional<String> failure) {
    static final Asked NOT = new Asked(List.of(), true, Optional.empty());

    static <A extends InetAddress> Asked of(DnsAnswer<A> answer) {
      return switch (answer) {
        case DnsAnswer.Found<A>(List<A> records, boolean authentic) ->
            new Asked(List.copyOf(records), authentic, Optional.empty());
        case DnsAnswer.NoData<A>(boolean authentic) ->
            new Asked(List.of(), authentic, Optional.empty());
        case DnsAnswer.NoName<A>(boolean authentic) ->
            new Asked(List.of(), authentic, Optional.empty());
        case DnsAnswer.Failed<A>(String reason) -> new Asked(List.of(), false, Optional.of(reason));
      };
    }

    List<InetAddress> shuffled(RandomGenerator random) {
      List<InetAddress> copy = new ArrayList<>(found);
      Collections.shuffle(copy, Random.from(random));
      return copy;
    }
  }

  /// The address of a literal: `[192.0.2.1]`, `[IPv6:2001:db8::1]` (RFC 5321 §4.1.3).
  static Optional<InetAddress> literal(String text) {
    if (!text.startsWith("[") || !text.endsWith("]")) {
      return Optional.empty();
    }
    String inner = text.substring(1, text.length() - 1);
    boolean six = inner.regionMatches(true, 0, "IPv6:", 0, 5);
    return asAddress(six ? inner.substring(5) : inner)
        .filter(a -> six == a.getAddress().length > 4);
  }

  private static Optional<InetAddress> asAddress(String text) {
    boolean looksSo = text.indexOf(':') >= 0 || text.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    if (!looksSo) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
