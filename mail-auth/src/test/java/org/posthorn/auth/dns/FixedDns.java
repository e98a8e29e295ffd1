package org.posthorn.auth.dns;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A DNS of TXT records in memory, for tests that are about what the records mean.
public final class FixedDns implements Dns {
  private final Map<String, List<String>> texts = new ConcurrentHashMap<>();
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  public FixedDns with(String name, String... records) {
    texts.put(name.toLowerCase(Locale.ROOT), List.of(records));
    return this;
  }

  /// Questions for that name get no answer.
  public FixedDns withFailing(String name) {
    failing.add(name.toLowerCase(Locale.ROOT));
    return this;
  }

  @Override
  public DnsAnswer<String> txt(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    if (failing.contains(key)) {
      return new DnsAnswer.Failed<>("time-out");
    }
    List<String> records = texts.get(key);
    return records == null ? new DnsAnswer.NoName<>(false) : new DnsAnswer.Found<>(records, false);
  }

  @Override
  public DnsAnswer<Inet4Address> a(String name) {
    return new DnsAnswer.NoName<>(false);
  }

  @Override
  public DnsAnswer<Inet6Address> aaaa(String name) {
    return new DnsAnswer.NoName<>(false);
  }

  @Override
  public DnsAnswer<MailExchanger> mx(String name) {
    return new DnsAnswer.NoName<>(false);
  }

  @Override
  public DnsAnswer<String> ptr(InetAddress address) {
    return new DnsAnswer.NoName<>(false);
  }

  @Override
  public DnsAnswer<TlsaRecord> tlsa(String name) {
    return new DnsAnswer.NoName<>(false);
  }
}
