package org.posthorn.config.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8,     10.255.255.255,     true",
    "10.0.0.0/8,     11.0.0.0,           false",
    "10.0.0.0/8,     ::ffff:10.1.2.3,    true",
    "192.0.2.128/25, 192.0.2.127,        false",
    "192.0.2.128/25, 192.0.2.128,        true",
    "192.0.2.7,      192.0.2.7,          true",
    "192.0.2.7,      192.0.2.8,          false",
    "0.0.0.0/0,      203.0.113.9,        true",
    "0.0.0.0/0,      ::1,                false",
    "2001:db8::/32,  2001:db8:ffff::1,   true",
    "2001:db8::/32,  2001:db9::1,        false",
    "2001:db8::/33,  2001:db8:8000::,    false",
    "::/0,           127.0.0.1,          false",
    "::1,            ::1,                true",
  })
  void networkContains(String network, String address, boolean inside) {
    assertEquals(inside, IpNetwork.parse(network).contains(InetAddress.ofLiteral(address)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/8", "192.0.2.7", "0.0.0.0/0", "2001:db8::/32", "::/0", "::1"})
  void networkReadsWhatItWrites(String text) {
    IpNetwork network = IpNetwork.parse(text);
    assertEquals(text, network.toString());
    assertEquals(network, IpNetwork.parse(network.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "10/8",
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.0.0.0/-1",
        "10.0.0.0/8/9",
        "::/129",
        "example.org",
        "256.0.0.1",
        "fe80::1%eth0",
        "1.2.3",
        "::g"
      })
  void networkRefuses(String text) {
    assertThrows(IllegalArgumentException.class, () -> IpNetwork.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0:0:0:0:0:0:0:0,             ::",
    "0:0:0:0:0:0:0:1,             ::1",
    "1:0:0:0:0:0:0:0,             1::",
    "2001:DB8:0:0:1:0:0:1,        2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1,        2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1,          2001:0:0:1::1",
    "fe80:0:0:0:1:2:3:4,          fe80::1:2:3:4",
    "1:2:3:4:5:6:7:8,             1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:0:0,             1:2:3:4:5:6::",
    "::ffff:192.0.2.1,            192.0.2.1",
    "192.0.2.1,                   192.0.2.1",
  })
  void addressesAreWrittenShort(String text, String canonical) {
    assertEquals(canonical, IpLiterals.format(IpLiterals.parse(text)));
    assertEquals(IpLiterals.parse(text), IpLiterals.parse(canonical));
  }

  @Test
  void networkWithHostBitsSaysWhatWasMeant() {
    var e = assertThrows(IllegalArgumentException.class, () -> IpNetwork.parse("10.1.2.3/8"));
    assertEquals("10.1.2.3/8 has bits set after its prefix: write 10.0.0.0/8", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:5353,      127.0.0.1,   5353, 127.0.0.1:5353",
    "127.0.0.1,           127.0.0.1,   53,   127.0.0.1:53",
    "[2001:db8::1]:5353,  2001:db8::1, 5353, [2001:db8::1]:5353",
    "[2001:db8::1],       2001:db8::1, 53,   [2001:db8::1]:53",
    "2001:db8::1,         2001:db8::1, 53,   [2001:db8::1]:53",
    "dns.example.org:54,  dns.example.org, 54, dns.example.org:54",
    "localhost,           localhost,   53,   localhost:53",
  })
  void hostPortReadsAndWrites(String text, String host, int port, String canonical) {
    HostPort parsed = HostPort.parse(text, 53);
    assertEquals(new HostPort(host, port), parsed);
    assertEquals(canonical, parsed.toString());
    assertEquals(parsed, HostPort.parse(parsed.toString(), 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":53",
        "host:",
        "host:x",
        "host:0",
        "host:65536",
        "host:123456",
        "[::1",
        "[::1]53",
        "[::1]:",
        "a_b:53",
        "1.2.3:53",
        "-x.org",
        "ho st:53",
        "[host:name]:53"
      })
  void hostPortRefuses(String text) {
    assertThrows(IllegalArgumentException.class, () -> HostPort.parse(text, 53));
  }

  @Test
  void hostPortNeverAsksDns() {
    assertTrue(HostPort.parse("dns.example.org:53", 53).toSocketAddress().isUnresolved());
    assertEquals(
        new InetSocketAddress(InetAddress.ofLiteral("::1"), 53),
        HostPort.parse("[::1]:53", 1).toSocketAddress());
  }

  @ParameterizedTest
  @CsvSource({
    "*,          *,           true",
    "*,          127.0.0.1,   true",
    "127.0.0.1,  *,           true",
    "0.0.0.0,    127.0.0.1,   true",
    "0.0.0.0,    ::1,         false",
    "0.0.0.0,    ::,          true",
    "::,         127.0.0.1,   true",
    "::,         ::1,         true",
    "127.0.0.1,  127.0.0.1,   true",
    "127.0.0.1,  127.0.0.2,   false",
    "127.0.0.1,  ::1,         false",
  })
  void bindAddressesOverlap(String a, String b, boolean overlap) {
    assertEquals(overlap, BindAddress.parse(a).overlaps(BindAddress.parse(b)));
    assertEquals(overlap, BindAddress.parse(b).overlaps(BindAddress.parse(a)));
  }

  @Test
  void bindAddressKnowsLoopback() {
    assertTrue(BindAddress.parse("127.0.0.5").isLoopback());
    assertTrue(BindAddress.parse("::1").isLoopback());
    assertEquals(false, BindAddress.ANY.isLoopback());
    assertEquals(new InetSocketAddress(25), BindAddress.ANY.withPort(25));
    assertThrows(IllegalArgumentException.class, () -> BindAddress.parse("localhost"));
  }

  @ParameterizedTest
  @CsvSource({
    "mail.example.org, true",
    "localhost, true",
    "xn--bcher-kva.example, true",
    "a-b.c, true",
    "-a.org, false",
    "a-.org, false",
    "a..b, false",
    "a.b., false",
    "a_b.org, false",
    "1.2.3.4, false",
    "'', false",
    "bücher.example, false"
  })
  void hostNames(String name, boolean valid) {
    assertEquals(valid, HostNames.isValid(name));
    assertEquals(
        valid, HostNames.isValid(name + ".".repeat(valid ? 0 : 1) + (valid ? ".org" : "")));
  }

  @Test
  void hostNamesHaveAnEnd() {
    assertEquals(false, HostNames.isValid("a".repeat(64) + ".org"));
    assertTrue(HostNames.isValid("a".repeat(63) + ".org"));
    assertEquals(false, HostNames.isValid("a.".repeat(130) + "org"));
  }
}
