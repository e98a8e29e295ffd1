package org.posthorn.smtp.outbound.route;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.dns.DnsAnswer;
import org.posthorn.auth.dns.MailExchanger;
import org.posthorn.auth.dns.TlsaRecord;

/// A DNS of names that were put in, with or without DNSSEC; other names do not exist.
final class MapDns implements Dns {
  private final Map<String, DnsAnswer<?>> answers = new ConcurrentHashMap<>();

  /// Sets the answer for a type and a name: `MX example.test`.
  MapDns put(String question, DnsAnswer<?> answer) {
    answers.put(question, answer);
    return this;
  }

  /// Sets MX records.
  MapDns mx(String name, boolean authentic, MailExchanger... records) {
    return put("MX " + name, new DnsAnswer.Found<>(List.of(records), authentic));
  }

  /// Sets an IPv4 address.
  MapDns a(String name, boolean authentic, String... addresses) {
    return put(
        "A " + name,
        new DnsAnswer.Found<>(
            Arrays.stream(addresses).map(Inet4Address::ofLiteral).toList(), authentic));
  }

  @SuppressWarnings("unchecked") // put() is given what the type of the question wants
  private <T> DnsAnswer<T> find(String type, String name) {
    DnsAnswer<?> answer = answers.get(type + " " + name);
    if (answer != null) {
      return (DnsAnswer<T>) answer;
    }
    boolean exists = answers.keySet().stream().anyMatch(key -> key.endsWith(" " + name));
    return exists ? new DnsAnswer.NoData<>(false) : new DnsAnswer.NoName<>(false);
  }

  @Override
  public DnsAnswer<String> txt(String name) {
    return find("TXT", name);
  }

  @Override
  public DnsAnswer<Inet4Address> a(String name) {
    return find("A", name);
  }

  @Override
  public DnsAnswer<Inet6Address> aaaa(String name) {
    return find("AAAA", name);
  }

  @Override
  public DnsAnswer<MailExchanger> mx(String name) {
    return find("MX", name);
  }

  @Override
  public DnsAnswer<String> ptr(InetAddress address) {
    return find("PTR", address.getHostAddress());
  }

  @Override
  public DnsAnswer<TlsaRecord> tlsa(String name) {
    return find("TLSA", name);
  }
}
