package org.posthorn.auth.dns;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/// Asks the DNS. Implementations are thread-safe; methods block until there is an answer or time
/// is up, follow CNAMEs, and never throw for what the DNS says or fails to say.
///
/// Names are ASCII, any case, with or without the final dot. A name that cannot be one (too long,
/// empty labels) is answered with [DnsAnswer.NoName].
public interface Dns {
  /// TXT records, the strings of each joined without anything between (RFC 7208 §3.3), octets as
  /// ISO-8859-1.
  DnsAnswer<String> txt(String name);

  /// IPv4 addresses.
  DnsAnswer<Inet4Address> a(String name);

  /// IPv6 addresses.
  DnsAnswer<Inet6Address> aaaa(String name);

  /// Mail exchangers, as they came: unsorted, a null MX (RFC 7505) included.
  DnsAnswer<MailExchanger> mx(String name);

  /// The names of an address (in-addr.arpa, ip6.arpa).
  DnsAnswer<String> ptr(InetAddress address);

  /// TLSA records (RFC 6698), such as those of `_25._tcp.mx.example.org`.
  DnsAnswer<TlsaRecord> tlsa(String name);
}
