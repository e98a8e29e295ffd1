package org.posthorn.auth.iprev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.auth.dns.Behaviour;
import org.posthorn.auth.dns.ZoneServer;
import org.posthorn.auth.results.MethodResult;

/// RFC 8601 §2.7.3: names of an address, and the way back.
class IprevTest {
  private final ZoneServer server =
      ZoneServer.of(
          """
          1.2.0.192.in-addr.arpa IN PTR other.example.org
          1.2.0.192.in-addr.arpa IN PTR Mail.Example.ORG
          mail.example.org  IN A 192.0.2.9
          mail.example.org  IN A 192.0.2.1
          other.example.org IN A 192.0.2.9
          2.2.0.192.in-addr.arpa IN PTR other.example.org
          3.2.0.192.in-addr.arpa IN PTR held.example.org
          4.2.0.192.in-addr.arpa IN PTR gone.example.org
          1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa IN PTR six.example.org
          six.example.org IN AAAA 2001:db8::1
          """
              + IntStream.range(0, 300)
                  .mapToObj(i -> "6.2.0.192.in-addr.arpa IN PTR h" + i + ".example.org")
                  .collect(Collectors.joining("\n")));

  @AfterEach
  void stop() {
    server.close();
  }

  private IprevOutcome check(String client) {
    return new Iprev(server.dns(), Iprev.DEFAULT_NAMES, Duration.ofSeconds(20))
        .check(InetAddress.ofLiteral(client));
  }

  @Test
  void aNameThatLeadsBackPasses() {
    IprevOutcome outcome = check("192.0.2.1");
    assertEquals(IprevResult.PASS, outcome.result());
    assertEquals(List.of("mail.example.org"), outcome.names());
    assertEquals(List.of("six.example.org"), check("2001:db8::1").names());
    assertEquals(
        new MethodResult(
            "iprev",
            "pass",
            "",
            List.of(new MethodResult.Property("policy", "iprev", "192.0.2.1"))),
        outcome.authenticationResult());
  }

  @Test
  void whatDoesNotLeadBackFails() {
    assertEquals(IprevResult.FAIL, check("192.0.2.2").result());
    assertEquals(IprevResult.FAIL, check("192.0.2.4").result());
    assertEquals(IprevResult.PERMERROR, check("192.0.2.5").result());
  }

  @Test
  void noAnswerIsAnErrorForNow() {
    server.behave("7.2.0.192.in-addr.arpa", Behaviour.SERVFAIL);
    server.behave("held.example.org", Behaviour.HELD);
    assertEquals(IprevResult.TEMPERROR, check("192.0.2.7").result());
    IprevOutcome slow =
        new Iprev(server.dns(), Iprev.DEFAULT_NAMES, Duration.ofMillis(100))
            .check(InetAddress.ofLiteral("192.0.2.3"));
    assertEquals(IprevResult.TEMPERROR, slow.result());
  }

  @Test
  void ofManyNamesFewAreFollowed() {
    assertEquals(IprevResult.FAIL, check("192.0.2.6").result());
    assertTrue(server.queries() <= 12, () -> "questions: " + server.queries());
  }
}
