package org.posthorn.auth.dns;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How long answers are remembered (RFC 2308), and how many.
class AnswerCacheTest {
  private final AtomicLong now = new AtomicLong();
  private final ZoneServer server =
      ZoneServer.of(
          """
          example.org       IN SOA ns.example.org admin.example.org 1 2 3 4 60
          minute.example.org 60      IN A 192.0.2.1
          ages.example.org   9999999 IN A 192.0.2.1
          zero.example.org   0       IN A 192.0.2.1
          *.many.example.org         IN A 192.0.2.1
          """);

  @AfterEach
  void stop() {
    server.close();
  }

  private Dns dns() {
    return new ResolverDns(server.settings(), now::get);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void remembersForTheTtl() {
    Dns dns = dns();
    dns.a("minute.example.org");
    pass(Duration.ofSeconds(59));
    dns.a("MINUTE.example.org.");
    assertEquals(1, server.queries("minute.example.org"));
    pass(Duration.ofSeconds(2));
    dns.a("minute.example.org");
    assertEquals(2, server.queries("minute.example.org"));
  }

  @Test
  void anHourIsNotAMinuteAndADayIsEnough() {
    Dns dns = dns();
    dns.a("ages.example.org");
    pass(Duration.ofHours(23));
    dns.a("ages.example.org");
    assertEquals(1, server.queries("ages.example.org"));
    pass(Duration.ofHours(2));
    dns.a("ages.example.org");
    assertEquals(2, server.queries("ages.example.org"));
  }

  @Test
  void whatHoldsForNoTimeHoldsForASecond() {
    Dns dns = dns();
    dns.a("zero.example.org");
    dns.a("zero.example.org");
    assertEquals(1, server.queries("zero.example.org"));
    pass(Duration.ofSeconds(2));
    dns.a("zero.example.org");
    assertEquals(2, server.queries("zero.example.org"));
  }

  @Test
  void remembersThatThereIsNothing() {
    Dns dns = dns();
    assertInstanceOf(DnsAnswer.NoName.class, dns.a("none.example.org"));
    pass(Duration.ofSeconds(59));
    assertInstanceOf(DnsAnswer.NoName.class, dns.a("none.example.org"));
    assertEquals(1, server.queries("none.example.org"));
    pass(Duration.ofSeconds(2));
    dns.a("none.example.org");
    assertEquals(2, server.queries("none.example.org"));
  }

  @Test
  void remembersAFailureForSeconds() {
    server.behave("minute.example.org", Behaviour.SERVFAIL);
    Dns dns = dns();
    dns.a("minute.example.org");
    assertInstanceOf(DnsAnswer.Failed.class, dns.a("minute.example.org"));
    assertEquals(1, server.queries());
    server.behave("minute.example.org", Behaviour.ANSWER);
    pass(Duration.ofSeconds(6));
    assertInstanceOf(DnsAnswer.Found.class, dns.a("minute.example.org"));
  }

  @Test
  void aQuestionUnderWayIsNotAskedAgain() throws InterruptedException, ExecutionException {
    server.behave("minute.example.org", Behaviour.HELD);
    Dns dns = dns();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<DnsAnswer<?>>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(threads.submit(() -> dns.a("minute.example.org")));
      }
      await().until(() -> server.queries() > 0);
      server.release();
      for (Future<DnsAnswer<?>> answer : answers) {
        assertEquals(1, answer.get().records().size());
      }
    }
    assertEquals(1, server.queries());
  }

  @Test
  void holdsNoMoreThanItMay() {
    ResolverDns dns = new ResolverDns(server.settings().withCacheEntries(20), now::get);
    for (int i = 0; i < 200; i++) {
      dns.a("n" + i + ".many.example.org");
    }
    assertTrue(dns.statistics().entries() <= 20, dns.statistics().toString());
  }

  @Test
  void holdsNothingWhereItMayNot() {
    ResolverDns dns = new ResolverDns(server.settings().withCacheEntries(0), now::get);
    dns.a("minute.example.org");
    dns.a("minute.example.org");
    assertEquals(2, server.queries());
    assertEquals(0, dns.statistics().entries());
  }
}
