package org.posthorn.auth.iprev;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.posthorn.auth.dns.DeadlineDns;
import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.dns.DnsAnswer;

/// Checks clients by their names in the DNS (RFC 8601 §2.7.3). Blocks until the DNS has answered
/// or time is up, and throws for no input. Thread-safe.
public final class Iprev {
  /// Names that are followed where nobody says otherwise; an address with more is a joke or an
  /// attack.
  public static final int DEFAULT_NAMES = 10;

  private final Dns dns;
  private final int maxNames;
  private final Duration time;

  /// @param maxNames names of an address that are followed; further ones count nothing
  /// @param time for all questions together
  public Iprev(Dns dns, int maxNames, Duration time) {
    this.dns = dns;
    this.maxNames = maxNames;
    this.time = time;
  }

  /// Whether a name of the client's address leads back to it.
  ///
  /// @param client never an IPv4 address in IPv6's clothes
  public IprevOutcome check(InetAddress client) {
    Dns inTime = new DeadlineDns(dns, time);
    return switch (inTime.ptr(client)) {
      case DnsAnswer.Failed<String>(String reason) ->
          outcome(IprevResult.TEMPERROR, client, reason);
      case DnsAnswer.NoData<String> _, DnsAnswer.NoName<String> _ ->
          outcome(IprevResult.PERMERROR, client, "no name");
      case DnsAnswer.Found<String>(List<String> names, boolean _) ->
          prove(inTime, client, names.subList(0, Math.min(maxNames, names.size())));
    };
  }

  private static IprevOutcome prove(Dns dns, InetAddress client, List<String> names) {
    List<String> proved = new ArrayList<>();
    boolean failed = false;
    for (String name : names) {
      DnsAnswer<? extends InetAddress> back =
          client.getAddress().length == 4 ? dns.a(name) : dns.aaaa(name);
      failed |= back instanceof DnsAnswer.Failed<?>;
      if (back.records().contains(client)) {
        proved.add(name.toLowerCase(Locale.ROOT));
      }
    }
    if (!proved.isEmpty()) {
      return new IprevOutcome(IprevResult.PASS, client, proved, "");
    }
    return failed
        ? outcome(IprevResult.TEMPERROR, client, "a name has no answer for now")
        : outcome(IprevResult.FAIL, client, "no name leads back");
  }

  private static IprevOutcome outcome(IprevResult result, InetAddress client, String problem) {
    return new IprevOutcome(result, client, List.of(), problem);
  }
}
