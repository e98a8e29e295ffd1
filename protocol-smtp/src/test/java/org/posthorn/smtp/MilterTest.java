package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.smtp.ScriptedMilter.packet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.storage.delivery.DeliveryAction;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.SpecialUse;

/// What filters may say and what follows, with one that says what the tests want.
class MilterTest {
  @TempDir Path directory;
  private ScriptedMilter milter;

  @BeforeEach
  void start() throws IOException {
    milter = new ScriptedMilter();
  }

  @AfterEach
  void stop() throws IOException {
    milter.close();
  }

  private SmtpFixture open(String more) throws IOException {
    return SmtpFixture.forStrangers(
        directory,
        "checks = [\"milters\"]\n[[inbound.milter]]\nname = \"m\"\naddress = \"127.0.0.1:"
            + milter.port()
            + "\"\n"
            + more);
  }

  private static SmtpClient envelope(SmtpClient client) throws IOException {
    return client
        .say("MAIL FROM:<a@other.test>", "250 ")
        .say("RCPT TO:<alice@example.test>", "250 ");
  }

  private static void send(SmtpClient client, String message, String answer) throws IOException {
    envelope(client).say("DATA", "354 ").raw(message + "\r\n.\r\n").expect(answer);
  }

  private static byte[] agree(int version, int actions, int steps, String macros) {
    byte[] more = macros.replace('|', '\0').getBytes(StandardCharsets.US_ASCII);
    return packet(
        'O',
        ByteBuffer.allocate(12 + more.length)
            .putInt(version)
            .putInt(actions)
            .putInt(steps)
            .put(more)
            .array());
  }

  private static String body(SmtpFixture smtp) {
    return new String(smtp.town.copies().getLast().body(), StandardCharsets.UTF_8);
  }

  @Test
  void itHearsEverythingInOrder() throws IOException {
    try (SmtpFixture smtp = open("");
        SmtpClient client = smtp.relay().hello()) {
      client
          .say("MAIL FROM:<a@other.test> SIZE=99 BODY=8BITMIME", "250 ")
          .say("RCPT TO:<alice@example.test>", "250 ")
          .say("RCPT TO:<nobody@example.test>", "550 ")
          .say("DATA", "354 ")
          .raw("Subject: a\r\n b\r\nno field\r\nX-Empty:\r\n\r\none\r\ntwo\r\n.\r\n")
          .expect("250 ");
      client.say("QUIT", "221 ").expectEnd();
    }
    List<String> told = milter.heard.stream().filter(t -> !t.startsWith("D")).toList();
    assertTrue(told.getFirst().startsWith("O"));
    assertEquals(
        List.of(
            "Clocalhost|4||127.0.0.1|",
            "Hclient.test|",
            "M<a@other.test>|SIZE=99|BODY=8BITMIME|",
            "R<alice@example.test>|",
            "T",
            "LSubject|a\n b|",
            "LX-Empty||",
            "N",
            "Bone\r\ntwo\r\n",
            "E",
            "Q"),
        told.subList(1, told.size()));
    assertTrue(milter.heard.stream().anyMatch(t -> t.contains("{rcpt_mailer}|local|")));
    assertTrue(milter.heard.stream().anyMatch(t -> t.contains("DE") && t.contains("i|")));
  }

  @Test
  void whatItDoesNotWantToHearIsNotTold() throws IOException {
    int noHelo = 0x2;
    int noBody = 0x10;
    int silentFields = 0x80;
    milter.steps(noHelo | noBody | silentFields).on('L').on('H');
    try (SmtpFixture smtp = open("");
        SmtpClient client = smtp.relay().hello()) {
      send(client, "Subject: x\r\n\r\nbody", "250 ");
    }
    assertTrue(milter.heard.contains("LSubject|x|"));
    assertFalse(milter.heard.stream().anyMatch(t -> t.startsWith("B") || t.startsWith("H")));
  }

  @Test
  void onlyTheMacrosThatItNamesAreSent() throws IOException {
    milter.on('O', agree(6, 0x1ff, 0, "|||\2{mail_addr}|"));
    try (SmtpFixture smtp = open("");
        SmtpClient client = smtp.relay().hello()) {
      client.say("MAIL FROM:<a@other.test>", "250 ");
    }
    assertTrue(milter.heard.contains("DM{mail_addr}|a@other.test|"));
  }

  @Test
  void itMayRefuseAnywhere() throws IOException {
    String no = "554 5.7.9 No % thanks";
    try (SmtpFixture smtp = open("")) {
      for (char phase : "CHMRTLNBE".toCharArray()) {
        milter.on(phase, packet('y', "554 5.7.9 No %% thanks|"));
        try (SmtpClient client = smtp.relay()) {
          if (phase == 'C') {
            client.expect(no).expectEnd();
            milter.forget(phase);
            continue;
          }
          client.expect("220 ").say("EHLO client.test", phase == 'H' ? no : "250 ");
          if (phase != 'H') {
            refused(client, phase, no);
          }
          assertEquals(List.of(), smtp.town.copies());
          milter.forget(phase);
          client.say("EHLO client.test", "250 ");
          envelope(client).say("RSET", "250 ");
        }
      }
    }
  }

  private static void refused(SmtpClient client, char phase, String no) throws IOException {
    client.say("MAIL FROM:<a@other.test>", phase == 'M' ? no : "250 ");
    client.say("RCPT TO:<alice@example.test>", phase == 'M' ? "503 " : phase == 'R' ? no : "250 ");
    client.say("DATA", "MR".indexOf(phase) >= 0 ? "503 " : phase == 'T' ? no : "354 ");
    if ("LNBE".indexOf(phase) >= 0) {
      client.raw("Subject: x\r\n\r\nbody\r\n.\r\n").expect(no);
    }
  }

  @Test
  void whatItAcceptsOrDiscardsItHearsNoMoreOf() throws IOException {
    try (SmtpFixture smtp = open("");
        SmtpClient client = smtp.relay().hello()) {
      int accepted = 0;
      for (char phase : "MRTLNBE".toCharArray()) {
        milter.on(phase, packet('a', ""));
        send(client, "Subject: x\r\n\r\nbody", "250 ");
        accepted++;
        milter.on(phase, packet('d', ""));
        send(client, "Subject: x\r\n\r\nbody", "250 ");
        assertEquals(accepted, smtp.town.copies().size());
        milter.forget(phase);
      }
      assertFalse(milter.heard.contains("A"));
      envelope(client).say("RSET", "250 ");
      milter.on('M', packet('t', ""));
      client.say("MAIL FROM:<a@other.test>", "451 4.7.1");
      assertEquals(1, milter.heard.stream().filter("A"::equals).count());
    }
  }

  @Test
  void anAcceptedClientIsAskedNothingMore() throws IOException {
    milter.on('C', packet('a', "")).on('E', packet('r', ""));
    try (SmtpFixture smtp = open("");
        SmtpClient client = smtp.relay().hello()) {
      send(client, "Subject: x\r\n\r\nbody", "250 ");
      assertFalse(milter.heard.contains("E"));
    }
  }

  @Test
  void itMayEndTheSession() throws IOException {
    milter.on('M', packet('4', ""));
    try (SmtpFixture smtp = open("");
        SmtpClient client = smtp.relay().hello()) {
      client.say("MAIL FROM:<a@other.test>", "421 4.7.0").expectEnd();
    }
  }

  @Test
  void aPartOfTheBodyMayBeEnough() throws IOException {
    milter.on('B', packet('s', ""));
    try (SmtpFixture smtp = open("");
        SmtpClient client = smtp.relay().hello()) {
      send(client, "Subject: x\r\n\r\n" + "0123456789\r\n".repeat(20_000), "250 ");
    }
    assertEquals(1, milter.heard.stream().filter(t -> t.startsWith("B")).count());
    assertTrue(milter.heard.contains("E"));
  }

  @Test
  void changesAreMade() throws IOException {
    milter.on(
        'E',
        packet('p', ""),
        packet('h', "X-Last|end\n more|"),
        packet('i', 0, "X-Top|above\n\tall|"),
        packet('i', 1, "X-First|first|"),
        packet('m', 2, "Subject|second was changed|"),
        packet('m', 1, "Subject||"),
        packet('m', 3, "Subject|not there|"),
        packet('e', "<new@other.test>|"),
        packet('+', "<bob@example.test>|"),
        packet('2', "<bob@example.test>|NOTIFY=NEVER|"),
        packet('+', "<nobody@example.test>|"),
        packet('-', "<ALICE@example.test>|"),
        packet('b', "new\n"),
        packet('b', "body\r"),
        packet('b', "\nend\r"),
        packet('q', "smells\r\n|"),
        packet('c', ""));
    try (SmtpFixture smtp = open("");
        SmtpClient client = smtp.relay().hello()) {
      send(client, "Subject: one\r\nSubject: two\r\nX: y\r\n\r\nold", "250 ");
      Town.Copy copy = smtp.town.copies().getFirst();
      assertEquals(1, smtp.town.copies().size());
      assertEquals("bob@example.test", copy.recipient().toString());
      assertEquals(
          "X-First: first\r\nSubject: second was changed\r\nX: y\r\nX-Last: end\r\n more\r\n"
              + "Subject: not there\r\n\r\nnew\r\nbody\r\nend\r\n",
          body(smtp));
      assertTrue(copy.prefix().startsWith("Return-Path: <new@other.test>"));
      assertTrue(copy.prefix().contains("X-Top: above\r\n\tall\r\nReceived: "), copy.prefix());
      assertEquals(
          List.of(new DeliveryAction.FileIntoUse(SpecialUse.JUNK, Flags.NONE)), copy.actions());
    }
  }

  @Test
  void aLargeBodyMayComeInOnePiece() throws IOException {
    byte[] large = "0123456789\r\n".repeat(50_000).getBytes(StandardCharsets.US_ASCII);
    milter.on('E', packet('b', large), packet('c', ""));
    try (SmtpFixture smtp = open("");
        SmtpClient client = smtp.relay().hello()) {
      send(client, "Subject: x\r\n\r\nold", "250 ");
      assertEquals(large.length + "Subject: x\r\n\r\n".length(), body(smtp).length());
      milter.on('E', packet('b', new byte[3 << 20]), packet('c', ""));
      send(client, "Subject: x\r\n\r\nold", "451 4.3.0");
    }
  }

  @Test
  void whoRemovesAllRecipientsDiscards() throws IOException {
    milter.on('E', packet('-', "<alice@example.test>|"), packet('c', ""));
    try (SmtpFixture smtp = open("");
        SmtpClient client = smtp.relay().hello()) {
      send(client, "Subject: x\r\n\r\nold", "250 ");
      assertEquals(List.of(), smtp.town.copies());
    }
  }

  @Test
  void changesOfARefusedMessageAreForgotten() throws IOException {
    milter.on('E', packet('h', "X|y|"), packet('b', "new"), packet('t', ""));
    try (SmtpFixture smtp = open("");
        SmtpClient client = smtp.relay().hello()) {
      send(client, "Subject: x\r\n\r\nold", "451 4.7.1");
      milter.forget('E');
      send(client, "Subject: x\r\n\r\nold", "250 ");
      assertEquals("Subject: x\r\n\r\nold\r\n", body(smtp));
    }
  }

  @Test
  void nothingIsSmuggledIntoAHeader() throws IOException {
    milter.on(
        'E',
        packet('h', "X-A|one\r\n\r\nbody\rSubject: fake|"),
        packet('i', 0, "X-B|one\r\n\r\nTo: fake|"),
        packet('c', ""));
    try (SmtpFixture smtp = open("");
        SmtpClient client = smtp.relay().hello()) {
      send(client, "Subject: x\r\n\r\nold", "250 ");
      assertEquals(
          "Subject: x\r\nX-A: one\r\n\tbody\r\n\tSubject: fake\r\n\r\nold\r\n", body(smtp));
      assertTrue(smtp.town.copies().getFirst().prefix().contains("X-B: one\r\n\tTo: fake\r\n"));
      milter.on('E', packet('h', "X:\r\nTo|y|"), packet('c', ""));
      send(client, "Subject: x\r\n\r\nold", "451 4.3.0");
    }
  }

  @Test
  void usersAreAskedAboutWhereItIsWanted() throws IOException {
    milter.on('M', packet('r', ""));
    try (SmtpFixture smtp = open("mail = [\"users\"]\n")) {
      try (SmtpClient client = smtp.relay().hello()) {
        client.say("MAIL FROM:<a@other.test>", "250 ");
      }
      try (SmtpClient client = smtp.submission().hello().login("alice@example.test")) {
        client.say("MAIL FROM:<alice@example.test>", "550 5.7.1");
      }
    }
    assertTrue(
        milter.heard.stream().anyMatch(t -> t.contains("{auth_authen}|alice@example.test|")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"accept", "defer", "reject"})
  void whileItIsDownMailPassesWaitsOrIsRefused(String onFailure) throws IOException {
    try (SmtpFixture smtp = open("on-failure = \"" + onFailure + "\"\n")) {
      milter.close();
      String answer =
          switch (onFailure) {
            case "accept" -> "250 ";
            case "defer" -> "451 4.3.0";
            default -> "550 5.3.0";
          };
      try (SmtpClient client = smtp.relay().hello()) {
        client.say("MAIL FROM:<a@other.test>", answer);
        if (onFailure.equals("accept")) {
          client.say("RSET", "250 ");
          send(client, "Subject: x\r\n\r\nbody", "250 ");
        }
      }
      assertEquals(
          0.0, smtp.metrics.get("posthorn.inbound.backend.up").tag("backend", "m").gauge().value());
    }
  }

  @Test
  void whenItGoesAwayInATransactionTheNextOneFindsItAgain() throws IOException {
    try (SmtpFixture smtp = open("");
        SmtpClient client = smtp.relay().hello()) {
      envelope(client);
      milter.hangUp();
      client
          .say("RCPT TO:<bob@example.test>", "451 4.3.0")
          .say("RCPT TO:<bob@example.test>", "451 4.3.0")
          .say("DATA", "451 4.3.0");
      send(client, "Subject: x\r\n\r\nbody", "250 ");
      assertEquals(2, milter.heard.stream().filter(t -> t.startsWith("Hclient.test")).count());
      // Between two messages nobody notices.
      milter.hangUp();
      send(client, "Subject: x\r\n\r\nbody", "250 ");
    }
  }

  @Test
  void whatMakesNoSenseIsAFailure() throws IOException {
    List<byte[]> nonsense =
        List.of(
            new byte[0],
            new byte[] {0, 0, 0, 5, 'y', '5'},
            "HTTP/1.1 400 Bad Request\r\n".getBytes(StandardCharsets.US_ASCII),
            new byte[] {0x10, 0, 0, 0, 'y'},
            new byte[] {0, 0, 0, 0, 'c'},
            packet('?', ""),
            packet('h', "X|y|"),
            packet('i', new byte[] {0, 0}),
            packet('y', "250 2.0.0 Ha|"),
            packet('y', "|"),
            packet('s', ""));
    try (SmtpFixture smtp = open("command-timeout = \"300ms\"\n");
        SmtpClient client = smtp.relay().hello()) {
      for (byte[] said : nonsense) {
        milter.on('M', said);
        client.say("MAIL FROM:<a@other.test>", "451 4.3.0").say("NOOP", "250 ");
        milter.forget('M');
        send(client, "Subject: x\r\n\r\nbody", "250 ");
      }
    }
  }

  @Test
  void oneThatAgreesOnNothingIsDown() throws IOException {
    List<byte[]> nonsense =
        List.of(
            new byte[0],
            agree(7, 0, 0, ""),
            agree(6, 0x10_0000, 0, ""),
            packet('O', "|||"),
            new byte[] {0x7f, 0, 0, 0, 'O'},
            packet('c', ""));
    try (SmtpFixture smtp = open("connect-timeout = \"300ms\"\n");
        SmtpClient client = smtp.relay().hello()) {
      for (byte[] said : nonsense) {
        milter.on('O', said);
        milter.hangUp();
        client.say("MAIL FROM:<a@other.test>", "451 4.3.0");
      }
      milter.forget('O');
      send(client, "Subject: x\r\n\r\nbody", "250 ");
    }
  }

  @Test
  void nobodyIsAtWorkForEver() throws IOException {
    byte[][] flood = new byte[10_002][];
    Arrays.fill(flood, packet('p', ""));
    milter.on('E', flood);
    try (SmtpFixture smtp = open("");
        SmtpClient client = smtp.relay().hello()) {
      send(client, "Subject: x\r\n\r\nbody", "451 4.3.0");
      byte[][] edits = new byte[2_002][];
      Arrays.fill(edits, packet('h', "X|y|"));
      milter.on('E', edits);
      send(client, "Subject: x\r\n\r\nbody", "451 4.3.0");
    }
  }

  @Test
  void whatItDidNotAskForItMayNotDo() throws IOException {
    milter.on('O', agree(6, 0, 0, "")).on('E', packet('h', "X|y|"), packet('c', ""));
    try (SmtpFixture smtp = open("");
        SmtpClient client = smtp.relay().hello()) {
      send(client, "Subject: x\r\n\r\nbody", "451 4.3.0");
    }
  }

  @Test
  void anEndlessHeaderIsRefused() throws IOException {
    try (SmtpFixture smtp = open("");
        SmtpClient client = smtp.relay().hello()) {
      send(client, "X: y\r\n".repeat(30_000) + "\r\nbody", "554 5.6.0");
      send(client, "X: " + "y".repeat(100_000) + "\r\n\r\nbody", "250 ");
      assertTrue(
          milter.heard.stream()
              .filter(t -> t.startsWith("LX|"))
              .anyMatch(t -> t.length() > 60_000));
    }
  }
}
