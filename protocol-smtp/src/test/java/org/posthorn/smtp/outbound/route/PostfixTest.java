package org.posthorn.smtp.outbound.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.posthorn.smtp.outbound.route.CourierFixture.message;
import static org.posthorn.smtp.outbound.route.CourierFixture.statuses;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.posthorn.config.OutboundConfig;
import org.posthorn.config.OutboundTls;
import org.posthorn.smtp.command.RcptParameters;
import org.posthorn.smtp.outbound.OutboundMessage;
import org.posthorn.smtp.outbound.OutboundMessage.Recipient;
import org.posthorn.smtp.outbound.RecipientResult;
import org.posthorn.smtp.outbound.client.TlsResult;

/// Mail to a real Postfix.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostfixTest {
  private Optional<Postfix> postfix = Optional.empty();

  @BeforeAll
  void start() throws IOException {
    assumeTrue(Postfix.isThere(), "needs root and the package postfix");
    postfix = Optional.of(Postfix.start());
  }

  @AfterAll
  void stop() throws IOException {
    if (postfix.isPresent()) {
      postfix.get().close();
    }
  }

  private Postfix there() {
    return postfix.orElseThrow();
  }

  private CourierFixture courier(UnaryOperator<OutboundConfig> change) throws IOException {
    return new CourierFixture(there().port(), change);
  }

  private static String mail(String subject, String body) {
    return "From: a@example.test\r\nTo: b@remote.test\r\nSubject: " + subject + "\r\n\r\n" + body;
  }

  @Test
  void verifiedTlsInChunks() throws IOException {
    try (CourierFixture courier =
        courier(c -> c.withTls(OutboundTls.VERIFY).withTrustStore(there().certificate()))) {
      List<RecipientResult> results =
          courier.deliver(message(mail("chunks", ".\r\n..\r\nthe end\r\n"), "bob@remote.test"));
      assertEquals(List.of("delivered"), statuses(results));
      TlsResult.Secured tls =
          assertInstanceOf(
              TlsResult.Secured.class, courier.attempts.getFirst().tls().orElseThrow());
      assertEquals(TlsResult.Proof.WEB_PKI, tls.proof());
      assertTrue(there().message("Subject: chunks").endsWith("\n.\n..\nthe end\n"));
      there().awaitLog("TLS connection established from");
    }
  }

  @Test
  void manyRecipientsAndMessagesByDataOverOneConnection() throws IOException {
    try (CourierFixture courier = courier(c -> c.withChunking(false))) {
      String[] recipients =
          IntStream.range(0, 250).mapToObj(i -> "r" + i + "@remote.test").toArray(String[]::new);
      String mail = mail("by data", ".\r\n..\r\nthe end\r\n");
      courier.moreWaits = true;
      for (int i = 0; i < 3; i++) {
        assertEquals(
            List.of("delivered"),
            statuses(courier.deliver(message(mail, recipients))).stream().distinct().toList());
      }
      assertTrue(courier.attempts.getLast().reused());
      assertTrue(there().message("Subject: by data").endsWith("\n.\n..\nthe end\n"));
    }
  }

  @Test
  void utf8() throws IOException {
    try (CourierFixture courier = courier(c -> c)) {
      byte[] mail = mail("主题", "text\r\n").getBytes(StandardCharsets.UTF_8);
      assertEquals(
          List.of("delivered"),
          statuses(courier.deliver(message(mail, CourierFixture.utf8(), "用户@remote.test"))));
      assertTrue(there().message("Subject: 主题").contains("用户@remote.test"));
    }
  }

  @Test
  void reportsComeFromThere() throws IOException {
    try (CourierFixture courier = courier(c -> c)) {
      OutboundMessage plain = message(mail("report", "text\r\n"), "dsn@remote.test");
      OutboundMessage asking =
          new OutboundMessage(
              plain.id(),
              plain.destination(),
              plain.sender(),
              plain.parameters(),
              plain.tls(),
              plain.content(),
              List.of(
                  new Recipient(
                      plain.recipients().getFirst().address(),
                      CourierFixture.notify(RcptParameters.Notify.SUCCESS))));
      RecipientResult.Delivered result =
          assertInstanceOf(RecipientResult.Delivered.class, courier.deliver(asking).getFirst());
      assertTrue(result.dsn());
      there().awaitLog("sender delivery status notification");
    }
  }

  @Test
  void twentyMegabytesAndWhatIsTooMuch() throws IOException {
    try (CourierFixture courier = courier(c -> c)) {
      String body = "0123456789abcdef".repeat(4) + "\r\n";
      String large = mail("large", body.repeat(20_000_000 / body.length()));
      assertEquals(
          List.of("delivered"), statuses(courier.deliver(message(large, "bob@remote.test"))));
      assertEquals(
          large.substring(large.indexOf("\r\n\r\n")).replace("\r\n", "\n").length(),
          bodyLength(there().message("Subject: large")));
      String tooMuch = mail("too much", body.repeat(53_000_000 / body.length()));
      assertEquals(
          List.of("5.3.4"), statuses(courier.deliver(message(tooMuch, "bob@remote.test"))));
    }
  }

  private static int bodyLength(String mail) {
    return mail.length() - mail.indexOf("\n\n");
  }
}
