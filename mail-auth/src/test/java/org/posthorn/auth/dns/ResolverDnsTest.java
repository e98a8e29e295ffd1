package org.posthorn.auth.dns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What comes back for what a server says, or fails to say (RFC 1035, RFC 2308, RFC 6891).
class ResolverDnsTest {
  private final ZoneServer server =
      ZoneServer.of(
          """
          example.org           IN SOA  ns.example.org admin.example.org 1 2 3 4 60
          example.org           IN MX   10 mx.example.org
          example.org           IN MX   20 MX2.example.org.
          example.org           IN TXT  "v=spf1 " "mx -all"
          example.org           IN TXT  "caf\\233"
          null.example.org      IN MX   0 .
          mx.example.org        IN A    192.0.2.1
          mx.example.org        IN A    192.0.2.2
          mx.example.org        IN AAAA 2001:db8::1
          1.2.0.192.in-addr.arpa IN PTR mx.example.org
          1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa IN PTR six.example.org
          _25._tcp.mx.example.org IN TLSA 3 1 1 00ff10
          www.example.org       IN CNAME web.example.net
          web.example.net       IN CNAME mx.example.org
          dead.example.org      IN CNAME gone.example.net
          loop.example.org      IN CNAME pool.example.org
          pool.example.org      IN CNAME loop.example.org
          *.wild.example.org    IN A    192.0.2.7
          """);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void readsEveryTypeOfRecord() {
    Dns dns = server.dns();
    assertEquals(
        List.of(new MailExchanger(10, "mx.example.org"), new MailExchanger(20, "MX2.example.org")),
        dns.mx("example.org").records());
    assertEquals(List.of("v=spf1 mx -all", "caf\u00e9"), dns.txt("Example.ORG.").records());
    assertTrue(dns.mx("null.example.org").records().getFirst().isNull());
    assertEquals(
        List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("192.0.2.2")),
        dns.a("mx.example.org").records());
    assertEquals(
        List.of(InetAddress.ofLiteral("2001:db8::1")), dns.aaaa("mx.example.org").records());
    assertEquals(List.of("mx.example.org"), dns.ptr(InetAddress.ofLiteral("192.0.2.1")).records());
    assertEquals(
        List.of("six.example.org"), dns.ptr(InetAddress.ofLiteral("2001:db8::1")).records());
    TlsaRecord tlsa = dns.tlsa("_25._tcp.mx.example.org").records().getFirst();
    assertEquals(List.of(3, 1, 1), List.of(tlsa.usage(), tlsa.selector(), tlsa.matching()));
    assertArrayEquals(new byte[] {0, (byte) 0xff, 16}, tlsa.data());
    assertEquals(1, dns.a("anything.wild.example.org").records().size());
  }

  @Test
  void tellsNoNameFromNoData() {
    Dns dns = server.dns();
    assertInstanceOf(DnsAnswer.NoName.class, dns.a("nobody.example.org"));
    assertInstanceOf(DnsAnswer.NoData.class, dns.a("example.org"));
    assertInstanceOf(DnsAnswer.NoData.class, dns.a("_tcp.mx.example.org"), "a name in between");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a..b", ".a", "caf\u00e9.example", "a\u0000\u0080"})
  void whatCannotBeANameIsNone(String name) {
    assertInstanceOf(DnsAnswer.NoName.class, server.dns().a(name));
    assertInstanceOf(DnsAnswer.NoName.class, server.dns().a("x".repeat(64) + ".example"));
    assertInstanceOf(DnsAnswer.NoName.class, server.dns().a("x".repeat(60).concat(".").repeat(5)));
    assertEquals(0, server.queries());
  }

  @Test
  void aBackslashIsACharacter() {
    assertInstanceOf(DnsAnswer.NoName.class, server.dns().a("\\119ww.example.org"));
    assertEquals(0, server.queries("www.example.org"));
    assertEquals(1, server.queries());
  }

  @Test
  void followsAliases() {
    Dns dns = server.dns();
    assertEquals(2, dns.a("www.example.org").records().size());
    assertInstanceOf(DnsAnswer.NoData.class, dns.txt("www.example.org"));
    assertInstanceOf(DnsAnswer.NoName.class, dns.a("dead.example.org"));
    assertInstanceOf(DnsAnswer.Failed.class, dns.a("loop.example.org"));
  }

  @Test
  void asksOnWhereTheAnswerEndsInAnAlias() {
    try (ZoneServer other =
        ZoneServer.of("a.example IN CNAME b.example\nb.example IN A 192.0.2.9\n")) {
      other.behave("a.example", Behaviour.ALIAS_ONLY);
      assertEquals(1, other.dns().a("a.example").records().size());
      assertEquals(1, other.queries("b.example"));
    }
  }

  @Test
  void endsALoopOfAliasesThatComeOneByOne() {
    server.behave("loop.example.org", Behaviour.ALIAS_ONLY);
    server.behave("pool.example.org", Behaviour.ALIAS_ONLY);
    assertInstanceOf(DnsAnswer.Failed.class, server.dns().a("loop.example.org"));
    assertTrue(server.queries() <= AnswerReader.MAX_ALIASES + 1);
  }

  @Test
  void goesToTcpWhereTheAnswerIsCutOff() {
    server.behave("mx.example.org", Behaviour.TRUNCATED);
    assertEquals(2, server.dns().a("mx.example.org").records().size());
    assertEquals(1, server.tcpQueries());
  }

  @Test
  void manyRecordsComeByTcpAndTooManyAreAFailure() {
    server.serve(addresses(900));
    assertEquals(900, server.dns().a("many.example").records().size());
    assertEquals(1, server.tcpQueries());
    server.serve(addresses(3000));
    assertInstanceOf(DnsAnswer.Failed.class, server.dns().a("many.example"));
    server.serve(addresses(10_000)); // more than a message holds
    assertInstanceOf(DnsAnswer.Failed.class, server.dns().a("many.example"));
  }

  private static String addresses(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "many.example IN A 10.0." + i / 250 + "." + (1 + i % 250))
        .collect(Collectors.joining("\n"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Behaviour.class,
      names = {
        "SILENT",
        "SERVFAIL",
        "REFUSED",
        "WRONG_ID",
        "WRONG_QUESTION",
        "GARBAGE",
        "TRUNCATED_ALWAYS"
      })
  void aServerThatDoesNotAnswerIsAFailure(Behaviour behaviour) {
    server.behave("mx.example.org", behaviour);
    assertInstanceOf(DnsAnswer.Failed.class, server.impatientDns().a("mx.example.org"));
    assertTrue(server.queries("mx.example.org") <= 3);
  }

  @Test
  void goesWithoutEdnsWhereItIsNotKnown() {
    server.behave("mx.example.org", Behaviour.NO_EDNS);
    assertEquals(2, server.dns().a("mx.example.org").records().size());
  }

  @Test
  void anEmptyAnswerIsNoData() {
    server.behave("mx.example.org", Behaviour.EMPTY);
    assertInstanceOf(DnsAnswer.NoData.class, server.dns().a("mx.example.org"));
  }

  @Test
  void recordsOfOtherNamesAreIgnored() {
    server.behave("mx.example.org", Behaviour.POISON);
    Dns dns = server.dns();
    assertEquals(2, dns.a("mx.example.org").records().size());
    assertInstanceOf(DnsAnswer.NoName.class, dns.a("victim.example"));
  }

  @Test
  void theNextServerIsAskedWhereOneIsSilentOrRefuses() {
    try (ZoneServer broken = ZoneServer.of("")) {
      broken.behave("mx.example.org", Behaviour.SERVFAIL).behave("x.example", Behaviour.SILENT);
      DnsSettings settings =
          server
              .settings()
              .withServers(List.of(broken.address(), server.address()))
              .withTimeout(Duration.ofMillis(500));
      Dns dns = new ResolverDns(settings);
      assertEquals(2, dns.a("mx.example.org").records().size());
      assertInstanceOf(DnsAnswer.NoName.class, dns.a("x.example"));
      int before = broken.queries();
      assertInstanceOf(DnsAnswer.NoName.class, dns.a("y.example"));
      assertEquals(before, broken.queries(), "what was silent is asked last for a while");
    }
  }

  @Test
  void aPortWhereNobodyListensIsAFailure() {
    InetSocketAddress nobody = server.address();
    server.close();
    Dns dns =
        new ResolverDns(
            server.settings().withServers(List.of(nobody)).withTimeout(Duration.ofMillis(200)));
    assertInstanceOf(DnsAnswer.Failed.class, dns.a("mx.example.org"));
  }

  @Test
  void believesDnssecOnlyOfTrustedServers() {
    server.authentic("mx.example.org");
    DnsSettings settings = server.settings();
    Dns trusting = new ResolverDns(settings);
    assertTrue(authenticated(trusting.tlsa("_25._tcp.mx.example.org")));
    assertTrue(authenticated(trusting.mx("mx.example.org")), "no data");
    assertTrue(authenticated(trusting.a("no.mx.example.org")), "no name");
    assertTrue(!authenticated(trusting.mx("example.org")));
    Dns wary = new ResolverDns(settings.withTrust(DnssecTrust.NONE));
    assertTrue(!authenticated(wary.tlsa("_25._tcp.mx.example.org")));
  }

  private static boolean authenticated(DnsAnswer<?> answer) {
    return switch (answer) {
      case DnsAnswer.Found<?>(var _, boolean authenticated) -> authenticated;
      case DnsAnswer.NoData<?>(boolean authenticated) -> authenticated;
      case DnsAnswer.NoName<?>(boolean authenticated) -> authenticated;
      case DnsAnswer.Failed<?> _ -> false;
    };
  }

  @Test
  void aDeadlineEndsAllQuestions() {
    server.behave("mx.example.org", Behaviour.HELD);
    Dns dns = new DeadlineDns(server.dns(), Duration.ofMillis(100));
    assertInstanceOf(DnsAnswer.Failed.class, dns.a("mx.example.org"));
    assertInstanceOf(DnsAnswer.Failed.class, dns.mx("example.org"));
    assertEquals(0, server.queries("example.org"));
  }
}
