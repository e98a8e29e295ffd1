package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// BDAT (RFC 3030).
class ChunkingTest {
  @TempDir Path directory;
  private SmtpFixture smtp;

  @BeforeEach
  void open() throws IOException {
    smtp = SmtpFixture.open(directory);
  }

  @AfterEach
  void close() throws IOException {
    smtp.close();
  }

  private SmtpClient begun(String parameters) throws IOException {
    return smtp.relay()
        .hello()
        .say("MAIL FROM:<a@other.test>" + parameters, "250 ")
        .say("RCPT TO:<alice@example.test>", "250 ");
  }

  @Test
  void chunksMakeAMessage() throws IOException {
    try (SmtpClient client = begun("")) {
      client
          .raw("BDAT 5\r\nab\r\n.BDAT 2\r\n\r\nBDAT 0\r\nBDAT 3 LAST\r\n.\r\nNOOP\r\n")
          .expect("250 2.0.0 5 octets")
          .expect("250 2.0.0 2 octets")
          .expect("250 2.0.0 0 octets")
          .expect("250 2.0.0 OK; taken")
          .expect("250 2.0.0 OK")
          .say("MAIL FROM:<a@other.test>", "250 ");
    }
    assertEquals(
        "ab\r\n.\r\n.\r\n",
        new String(smtp.town.copies().getFirst().body(), StandardCharsets.US_ASCII));
  }

  @Test
  void binaryMessagesKeepEveryOctet() throws IOException {
    byte[] octets = new byte[256 * 40];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) (i * 7);
    }
    try (SmtpClient client = begun(" BODY=BINARYMIME")) {
      client
          .say("DATA", "503 5.5.1")
          .raw("BDAT " + octets.length + " LAST\r\n")
          .raw(octets)
          .expect("250 ");
    }
    assertArrayEquals(octets, smtp.town.copies().getFirst().body());
  }

  @Test
  void withoutBinaryMimeLinesAreLines() throws IOException {
    try (SmtpClient client = begun("")) {
      client.raw("BDAT 4 LAST\r\na\nb\n").expect("554 5.6.0").say("NOOP", "250 ");
    }
    try (SmtpClient client = begun(" BODY=8BITMIME")) {
      client.raw("BDAT 4 LAST\r\na\0\r\n").expect("554 5.6.0");
    }
    assertEquals(0, smtp.town.copies().size());
  }

  @Test
  void dataAndBdatDoNotMix() throws IOException {
    try (SmtpClient client = begun("")) {
      client
          .raw("BDAT 3\r\nabc")
          .expect("250 ")
          .say("DATA", "503 5.5.1")
          .say("RCPT TO:<bob@example.test>", "503 5.5.1")
          .say("MAIL FROM:<b@other.test>", "503 5.5.1")
          .say("NOOP", "250 ")
          .raw("BDAT 0 LAST\r\n")
          .expect("250 ");
    }
    assertEquals(
        "abc", new String(smtp.town.copies().getFirst().body(), StandardCharsets.US_ASCII));
  }

  @Test
  void rsetForgetsChunks() throws IOException {
    try (SmtpClient client = begun("")) {
      client
          .raw("BDAT 3\r\nabc")
          .expect("250 ")
          .say("RSET", "250 ")
          .raw("BDAT 3 LAST\r\nabc")
          .expect("503 5.5.1")
          .say("NOOP", "250 ");
    }
    assertEquals(0, smtp.town.copies().size());
  }

  @Test
  void aRefusedChunkIsConsumed() throws IOException {
    try (SmtpClient client = smtp.relay().hello()) {
      client
          .raw("BDAT 6\r\nQUIT\r\n")
          .expect("503 5.5.1")
          .say("MAIL FROM:<a@other.test>", "250 ")
          .raw("RCPT TO:<nobody@example.test>\r\nBDAT 6\r\nQUIT\r\nBDAT 6 LAST\r\nQUIT\r\n")
          .expect("550 5.1.1")
          .expect("503 5.5.1")
          .expect("503 5.5.1")
          .say("NOOP", "250 ");
    }
  }

  @Test
  void tooManyOctetsEndTheTransaction() throws IOException {
    int half = (int) SmtpFixture.MAX_SIZE / 2;
    byte[] chunk = "x\r\n".repeat(half / 3).getBytes(StandardCharsets.US_ASCII);
    try (SmtpClient client = begun("")) {
      String bdat = "BDAT " + chunk.length + "\r\n";
      client
          .raw(bdat)
          .raw(chunk)
          .expect("250 ")
          .raw(bdat)
          .raw(chunk)
          .expect("250 ")
          .raw(bdat)
          .raw(chunk)
          .expect("552 5.3.4")
          .raw(bdat)
          .raw(chunk)
          .expect("503 5.5.1")
          .say("NOOP", "250 ");
    }
  }

  @Test
  void aChunkNobodyCanWaitForEndsTheSession() throws IOException {
    for (String size : new String[] {"99999999999", "99999999999999999999"}) {
      try (SmtpClient client = begun("")) {
        client.say("BDAT " + size, "552 5.3.4").expectEnd();
      }
    }
    try (SmtpClient client = begun("")) {
      client.say("BDAT many", "501 5.5.4").expectEnd();
    }
  }
}
