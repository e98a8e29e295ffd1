package org.posthorn.smtp.outbound.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.smtp.outbound.route.CourierFixture.TEXT;
import static org.posthorn.smtp.outbound.route.CourierFixture.message;
import static org.posthorn.smtp.outbound.route.CourierFixture.statuses;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.posthorn.config.EightBitContent;
import org.posthorn.smtp.command.BodyType;
import org.posthorn.smtp.command.MailParameters;
import org.posthorn.smtp.command.RcptParameters;
import org.posthorn.smtp.command.ReversePath;
import org.posthorn.smtp.outbound.OutboundMessage;
import org.posthorn.smtp.outbound.OutboundMessage.Recipient;
import org.posthorn.smtp.outbound.OutboundMessage.TlsWish;
import org.posthorn.smtp.outbound.client.GoodServer;
import org.posthorn.smtp.outbound.client.ScriptedServer;
import org.posthorn.storage.blob.ByteContent;

/// RFC 1870, 2920, 3030, 3461, 6152, 6531, 9422: what a server can do decides how a message goes.
class ExtensionsTest {
  private record Seen(List<String> statuses, List<String> commands, List<String> messages) {
    String command(String verb) {
      return commands.stream().filter(c -> c.startsWith(verb)).findFirst().orElse("");
    }
  }

  private static Seen send(GoodServer script, OutboundMessage message) throws IOException {
    return send(script, message, EightBitContent.CONVERT);
  }

  private static Seen send(GoodServer script, OutboundMessage message, EightBitContent eightBit)
      throws IOException {
    try (ScriptedServer server = ScriptedServer.start(script);
        CourierFixture courier = new CourierFixture(server.port(), c -> c.withEightBit(eightBit))) {
      List<String> statuses = statuses(courier.deliver(message));
      assertEquals(List.of(), server.failures());
      return new Seen(statuses, server.commands(), server.messages());
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String latin1(String text) {
    return new String(utf8(text), StandardCharsets.ISO_8859_1);
  }

  @Test
  void dotsAreDoubledAndLinesEndWell() throws IOException {
    Seen seen =
        send(
            GoodServer.common(),
            message("Subject: x\r\n\r\n.\r\n..a\nbare\rcr\r\n.end", "bob@remote.test"));
    assertEquals(List.of("Subject: x\r\n\r\n.\r\n..a\r\nbare\r\ncr\r\n.end\r\n"), seen.messages());
  }

  @Test
  void largeMessagesGoInChunks() throws IOException {
    String large = "Subject: x\r\n\r\n" + "0123456789.\r\n".repeat(100_000);
    for (GoodServer server :
        List.of(GoodServer.with("PIPELINING", "CHUNKING"), GoodServer.with("CHUNKING"))) {
      Seen seen = send(server, message(large, "bob@remote.test"));
      assertEquals(List.of("delivered"), seen.statuses());
      assertEquals(List.of(large), seen.messages());
      assertEquals("BDAT 262144", seen.command("BDAT"));
      assertEquals("", seen.command("DATA"));
    }
  }

  @Test
  void aRefusedChunkEndsTheMessage() throws IOException {
    String large = "Subject: x\r\n\r\n" + "0123456789.\r\n".repeat(100_000);
    GoodServer full =
        GoodServer.with("PIPELINING", "CHUNKING").answering(Map.of("BDAT", "452 4.3.1 disk full"));
    Seen seen = send(full, message(large, "bob@remote.test"));
    assertEquals(List.of("4.3.1"), seen.statuses());
  }

  @Test
  void binaryGoesAsItIsOrEncoded() throws IOException {
    byte[] binary =
        utf8(
            "MIME-Version: 1.0\r\nContent-Type: application/x\r\n"
                + "Content-Transfer-Encoding: binary\r\n\r\na\0b\nc\rd");
    OutboundMessage message =
        message(binary, CourierFixture.body(BodyType.BINARY_MIME), "bob@remote.test");
    Seen asItIs = send(GoodServer.with("CHUNKING", "BINARYMIME"), message);
    assertTrue(asItIs.command("MAIL").endsWith(" BODY=BINARYMIME"));
    assertEquals(new String(binary, StandardCharsets.ISO_8859_1), asItIs.messages().getFirst());
    Seen encoded = send(GoodServer.with("8BITMIME"), message);
    assertTrue(encoded.messages().getFirst().contains("Content-Transfer-Encoding: base64\r\n"));
    assertTrue(encoded.messages().getFirst().contains("YQBiCmMNZA=="));
  }

  @Test
  void eightBitIsDeclaredOrConvertedOrRefused() throws IOException {
    byte[] text =
        utf8(
            "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\n--b\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\nGrüße = \r\n"
                + "--b\r\n\r\nplain\r\n--b--\r\n");
    OutboundMessage message = message(text, MailParameters.NONE, "bob@remote.test");
    Seen declared = send(GoodServer.common(), message);
    assertTrue(declared.command("MAIL").contains(" BODY=8BITMIME"));
    assertEquals(latin1(new String(text, StandardCharsets.UTF_8)), declared.messages().getFirst());
    String converted = send(GoodServer.with("PIPELINING"), message).messages().getFirst();
    assertTrue(converted.chars().allMatch(c -> c < 0x80));
    assertTrue(converted.contains("\r\n\r\nGr=C3=BC=C3=9Fe =3D=20\r\n--b\r\n\r\nplain\r\n--b--"));
    assertFalse(converted.contains("8bit"));
    Seen refused = send(GoodServer.with("PIPELINING"), message, EightBitContent.BOUNCE);
    assertEquals(List.of("5.6.3"), refused.statuses());
    assertEquals("", refused.command("MAIL"));
  }

  @Test
  void signedPartsAreNeverChanged() throws IOException {
    byte[] signed =
        utf8(
            "MIME-Version: 1.0\r\nContent-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n"
                + "Content-Type: text/plain\r\nContent-Transfer-Encoding: 8bit\r\n\r\nä\r\n--b--\r\n");
    Seen seen =
        send(GoodServer.with("PIPELINING"), message(signed, MailParameters.NONE, "b@remote.test"));
    assertEquals(List.of("5.6.3"), seen.statuses());
  }

  @Test
  void utf8AddressesNeedAServerThatKnowsThem() throws IOException {
    OutboundMessage message = message(utf8(TEXT), CourierFixture.utf8(), "用户@remote.test");
    Seen seen = send(GoodServer.common(), message);
    assertEquals(List.of("delivered"), seen.statuses());
    assertTrue(seen.command("MAIL").endsWith(" SMTPUTF8"));
    assertEquals("RCPT TO:<用户@remote.test>", seen.command("RCPT"));
    assertEquals(List.of("5.6.7"), send(GoodServer.with("8BITMIME"), message).statuses());
    // Declared, and not needed: it can go anywhere.
    OutboundMessage plain = message(utf8(TEXT), CourierFixture.utf8(), "bob@remote.test");
    assertEquals(List.of("delivered"), send(GoodServer.with("8BITMIME"), plain).statuses());
  }

  @Test
  void whatIsTooLargeIsNotSent() throws IOException {
    Seen seen = send(GoodServer.with("SIZE 10"), message(TEXT, "bob@remote.test"));
    assertEquals(List.of("5.3.4"), seen.statuses());
    assertEquals("", seen.command("MAIL"));
  }

  @Test
  void reportsAreAskedForInOurStead() throws IOException {
    OutboundMessage message =
        new OutboundMessage(
            "id",
            "remote.test",
            new ReversePath.Null(),
            new MailParameters(
                MailParameters.NONE.size(),
                BodyType.SEVEN_BIT,
                false,
                Optional.of(MailParameters.DsnReturn.HDRS),
                Optional.of("an id+1"),
                Optional.empty()),
            TlsWish.NONE,
            new ByteContent(utf8(TEXT)),
            List.of(
                new Recipient(
                    CourierFixture.address("bob@remote.test"),
                    new RcptParameters(
                        Set.of(RcptParameters.Notify.FAILURE, RcptParameters.Notify.SUCCESS),
                        Optional.of(
                            new RcptParameters.OriginalRecipient("rfc822", "b=b@example.test"))))));
    Seen seen = send(GoodServer.with("DSN"), message);
    assertEquals("MAIL FROM:<> RET=HDRS ENVID=an+20id+2B1", seen.command("MAIL"));
    assertEquals(
        "RCPT TO:<bob@remote.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;b+3Db@example.test",
        seen.command("RCPT"));
    assertEquals(
        "RCPT TO:<bob@remote.test>", send(GoodServer.with("SIZE"), message).command("RCPT"));
  }

  @Test
  void aServerThatKnowsOnlyHeloIsEnough() throws IOException {
    Seen seen = send(GoodServer.with(), message(TEXT, "bob@remote.test", "carol@remote.test"));
    assertEquals(List.of("delivered", "delivered"), seen.statuses());
    assertEquals("HELO mail.example.test", seen.command("HELO"));
    assertEquals("MAIL FROM:<Sender@example.test>", seen.command("MAIL"));
  }

  @Test
  void tooManyRecipientsGoInFurtherTransactions() throws IOException {
    AtomicInteger count = new AtomicInteger();
    GoodServer small =
        GoodServer.common()
            .answering(
                command -> {
                  if (command.startsWith("MAIL")) {
                    count.set(0);
                  }
                  return command.startsWith("RCPT") && count.incrementAndGet() > 2
                      ? Optional.of("452 4.5.3 too many")
                      : Optional.empty();
                });
    OutboundMessage message =
        message(
            TEXT,
            "a@remote.test",
            "b@remote.test",
            "c@remote.test",
            "d@remote.test",
            "e@remote.test");
    Seen seen = send(small, message);
    assertEquals(List.of("delivered"), seen.statuses().stream().distinct().toList());
    assertEquals(3, seen.messages().size());
    Seen limited = send(GoodServer.with("PIPELINING", "LIMITS RCPTMAX=2"), message);
    assertEquals(3, limited.messages().size());
  }

  @Test
  void refusedMailTakesThePipelineAlongAndTheConnectionStaysGood() throws IOException {
    GoodServer picky =
        GoodServer.common()
            .answering(
                Map.of("MAIL", "550 5.7.1 not from you", "RCPT", "503 no", "DATA", "503 no"));
    assertEquals(List.of("5.7.1"), send(picky, message(TEXT, "bob@remote.test")).statuses());
  }
}
