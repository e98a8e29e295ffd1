package org.posthorn.server.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What no client should send, on all ports: each gets a proper answer or the door. Others are
/// served while it comes, and afterwards the daemon takes no more memory than before.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  private static final String ALICE = "alice@example.test";

  /// Whose maildrop no attack takes.
  private static final String BOB = "bob@example.test";
  private static final int MANY = 10_000;

  @TempDir static Path data;

  /// How much more may be in use after an attack: caches grow with what is read by others.
  private static final long MORE_HEAP = 16 << 20;

  private DaemonProcess daemon;

  /// The heap in use after the first, harmless clients.
  private long usualHeap;

  /// One attack, from connecting to the last answer.
  private interface Attack {
    void run() throws Exception;
  }

  @BeforeAll
  void startDaemon() throws Exception {
    daemon = DaemonProcess.start(data);
    serveOthers();
    usualHeap = daemon.heapInUse();
  }

  @AfterAll
  void stopDaemon() throws Exception {
    assertEquals(0, daemon.stop(), daemon.output());
    assertFalse(daemon.output().contains("Exception"), daemon.output());
    new Verify(data).assertClean();
  }

  /// Attacks until others have been served while an attack was under way.
  private void attack(Attack attack) throws Exception {
    AtomicInteger served = new AtomicInteger();
    AtomicBoolean underWay = new AtomicBoolean(true);
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> service =
          others.submit(
              () -> {
                while (underWay.get()) {
                  serveOthers();
                  served.incrementAndGet();
                }
                return true;
              });
      try {
        // One who came before the first attack does not count.
        do {
          attack.run();
        } while (served.get() < 2 && !service.isDone());
      } finally {
        underWay.set(false);
      }
      assertTrue(service.get());
    }
  }

  @AfterEach
  void memoryIsGivenBack() throws Exception {
    serveOthers();
    long heap = daemon.heapInUse();
    assertTrue(heap < usualHeap + MORE_HEAP, heap + " octets, before it was " + usualHeap);
  }

  private void serveOthers() throws Exception {
    try (Wire.Smtp smtp = new Wire.Smtp(daemon.smtp());
        Wire.Imap imap = new Wire.Imap(daemon.imap(), ALICE);
        Wire pop3 = new Wire(daemon.pop3())) {
      String reply = smtp.deliver("bob@far.example", ALICE, "Subject: well\r\n\r\nhello\r\n");
      assertTrue(reply.startsWith("250 "), reply);
      imap.ok("SELECT INBOX");
      assertTrue(pop3.line().startsWith("+OK"));
      pop3.send("USER " + BOB + "\r\nPASS pass\r\nSTAT\r\nQUIT\r\n");
      for (int i = 0; i < 4; i++) {
        assertTrue(pop3.line().startsWith("+OK"));
      }
    }
  }

  @Test
  void overLongLines() throws Exception {
    attack(this::sendOverLongLines);
  }

  private void sendOverLongLines() throws Exception {
    String line = "x".repeat(200_000);
    try (Wire.Smtp smtp = new Wire.Smtp(daemon.smtp())) {
      assertRefused(smtp, line + "\r\nNOOP\r\n", "500 ", "250 ");
    }
    try (Wire imap = new Wire(daemon.imap())) {
      imap.line();
      assertRefused(imap, "a LOGIN " + line + " x\r\nb NOOP\r\n", "a BAD ", "b OK");
    }
    try (Wire pop3 = new Wire(daemon.pop3())) {
      pop3.line();
      assertRefused(pop3, "USER " + line + "\r\nCAPA\r\n", "-ERR ", "+OK");
    }
  }

  /// The answer to bad input, then that to the command behind it, unless the connection was closed
  /// with a word.
  private static void assertRefused(Wire wire, String sent, String refusal, String next)
      throws IOException {
    String first;
    try {
      wire.send(sent);
      first = reply(wire);
    } catch (IOException closed) {
      return;
    }
    if (first.startsWith("* BYE") || first.startsWith("421")) {
      return;
    }
    // IMAP: where the tag was lost with the line, the reply has none
    assertTrue(first.startsWith(refusal) || first.startsWith("* BAD "), first);
    String second = reply(wire);
    assertTrue(second.startsWith(next), second);
  }

  /// The next line that isn't news of the mail that others deliver meanwhile.
  private static String reply(Wire wire) throws IOException {
    String line = wire.line();
    while (line.matches("\\* \\d+ (EXISTS|RECENT)")) {
      line = wire.line();
    }
    return line;
  }

  @Test
  void literalsThatAreTooLong() throws Exception {
    attack(this::sendLiteralsThatAreTooLong);
  }

  private void sendLiteralsThatAreTooLong() throws Exception {
    try (Wire.Imap imap = new Wire.Imap(daemon.imap(), ALICE)) {
      for (String size :
          List.of("{99999999999999999999}", "{4294967296}", "{99999999999}", "{-1}", "{}", "{x}")) {
        imap.send("x APPEND INBOX " + size + "\r\n");
        String line = imap.line();
        assertTrue(line.startsWith("x BAD ") || line.startsWith("x NO [TOOBIG]"), size + line);
        imap.ok("NOOP");
      }
    }
    try (Wire imap = new Wire(daemon.imap())) {
      imap.line();
      imap.send("a LOGIN {99999999999999999999}\r\n");
      String line = imap.line();
      assertTrue(line.startsWith("a BAD ") || line.startsWith("a NO "), line);
      imap.send("b LOGIN {1000000}\r\n");
      line = imap.line();
      assertTrue(line.startsWith("b BAD ") || line.startsWith("b NO "), line);
    }
    try (Wire.Smtp smtp = new Wire.Smtp(daemon.smtp())) {
      smtp.command("MAIL FROM:<bob@far.example>");
      smtp.command("RCPT TO:<" + ALICE + ">");
      String reply = smtp.command("BDAT 99999999999999999999");
      assertTrue(reply.startsWith("5"), reply);
    }
    try (Wire.Smtp smtp = new Wire.Smtp(daemon.smtp())) {
      String reply = smtp.command("MAIL FROM:<bob@far.example> SIZE=99999999999999999999");
      assertTrue(reply.startsWith("5"), reply);
    }
  }

  @Test
  void literalsThatNeverCome() throws Exception {
    attack(this::sendLiteralsThatNeverCome);
  }

  private void sendLiteralsThatNeverCome() throws Exception {
    try (Wire.Imap imap = new Wire.Imap(daemon.imap(), ALICE)) {
      imap.send("x APPEND INBOX {1000}\r\n");
      assertTrue(imap.line().startsWith("+ "));
      imap.send("only this");
    }
    try (Wire.Smtp smtp = new Wire.Smtp(daemon.smtp())) {
      smtp.command("MAIL FROM:<bob@far.example>");
      smtp.command("RCPT TO:<" + ALICE + ">");
      smtp.send("BDAT 1000 LAST\r\nonly this");
    }
    try (Wire.Smtp smtp = new Wire.Smtp(daemon.smtp())) {
      smtp.command("MAIL FROM:<bob@far.example>");
      smtp.command("RCPT TO:<" + ALICE + ">");
      smtp.command("DATA");
      smtp.send("Subject: never ends\r\n\r\nhello\r\n");
    }
    try (Wire.Imap imap = new Wire.Imap(daemon.imap(), ALICE)) {
      imap.ok("SELECT INBOX");
      assertTrue(imap.ok("SEARCH OR SUBJECT never BODY \"only this\"").contains("* SEARCH\r\n"));
    }
  }

  @Test
  void nulBytesAndBrokenEncodings() throws Exception {
    attack(this::sendNulBytesAndBrokenEncodings);
  }

  private void sendNulBytesAndBrokenEncodings() throws Exception {
    try (Wire imap = new Wire(daemon.imap())) {
      imap.line();
      assertRefused(imap, "a NO\0OP\r\nb NOOP\r\n", "a BAD ", "b OK");
    }
    try (Wire imap = new Wire(daemon.imap())) {
      imap.line();
      assertRefused(imap, "\0\0\0\r\nb NOOP\r\n", "* BAD ", "b OK");
    }
    try (Wire.Imap imap = new Wire.Imap(daemon.imap(), ALICE)) {
      assertRefused(imap, "a CREATE \"\u00ff\u00fe\"\r\nb NOOP\r\n", "a ", "b OK");
      assertRefused(imap, "c CREATE &&&-\r\nd NOOP\r\n", "c ", "d OK");
    }
    try (Wire imap = new Wire(daemon.imap())) {
      imap.line();
      assertRefused(imap, "a AUTHENTICATE PLAIN !!!\r\nb NOOP\r\n", "a BAD ", "b OK");
    }
    try (Wire.Smtp smtp = new Wire.Smtp(daemon.smtp())) {
      assertTrue(smtp.command("NO\0OP").startsWith("500 "));
      assertTrue(smtp.command("MAIL FROM:<b\0b@far.example>").startsWith("5"));
      assertTrue(smtp.command("MAIL FROM:<\u00ff@far.example>").startsWith("5"));
    }
    try (Wire.Smtp smtp = new Wire.Smtp(daemon.submission())) {
      assertTrue(smtp.command("AUTH SCRAM-SHA-256 !!!").startsWith("501 "));
      assertTrue(smtp.command("AUTH SCRAM-SHA-256").startsWith("334"));
      assertTrue(smtp.command("====").startsWith("501 "));
    }
    try (Wire pop3 = new Wire(daemon.pop3())) {
      pop3.line();
      assertRefused(pop3, "US\0ER x\r\nCAPA\r\n", "-ERR ", "+OK");
    }
    try (Wire pop3 = new Wire(daemon.pop3())) {
      pop3.line();
      assertRefused(pop3, "AUTH PLAIN !!!\r\nCAPA\r\n", "-ERR ", "+OK");
    }
  }

  @Test
  void wrongOrder() throws Exception {
    attack(this::sendWrongOrder);
  }

  private void sendWrongOrder() throws Exception {
    try (Wire.Smtp smtp = new Wire.Smtp(daemon.smtp())) {
      assertTrue(smtp.command("DATA").startsWith("503 "));
      assertTrue(smtp.command("RCPT TO:<" + ALICE + ">").startsWith("503 "));
      assertTrue(smtp.command("MAIL FROM:<bob@far.example>").startsWith("250 "));
      assertTrue(smtp.command("MAIL FROM:<bob@far.example>").startsWith("503 "));
      assertTrue(smtp.command("DATA").startsWith("503 "));
    }
    try (Wire imap = new Wire(daemon.imap())) {
      imap.line();
      for (String command : List.of("SELECT INBOX", "FETCH 1 FLAGS", "APPEND INBOX {5}", "DONE")) {
        imap.send("a " + command + "\r\n");
        String line = imap.line();
        assertTrue(line.startsWith("a BAD ") || line.startsWith("a NO "), line);
      }
    }
    try (Wire.Imap imap = new Wire.Imap(daemon.imap(), ALICE)) {
      for (String command : List.of("LOGIN a b", "STARTTLS", "FETCH 1 FLAGS", "EXPUNGE")) {
        imap.send("x " + command + "\r\n");
        String line = imap.line();
        assertTrue(line.startsWith("x BAD ") || line.startsWith("x NO "), line);
      }
    }
    try (Wire pop3 = new Wire(daemon.pop3())) {
      pop3.line();
      for (String command : List.of("RETR 1", "DELE 1", "PASS x", "STAT")) {
        pop3.send(command + "\r\n");
        assertTrue(pop3.line().startsWith("-ERR "));
      }
    }
  }

  @Test
  void tenThousandPipelinedCommands() throws Exception {
    attack(this::sendTenThousandPipelinedCommands);
  }

  private void sendTenThousandPipelinedCommands() throws Exception {
    try (Wire.Smtp smtp = new Wire.Smtp(daemon.smtp())) {
      pipeline(smtp, i -> "NOOP\r\n", i -> "250 ");
    }
    try (Wire.Imap imap = new Wire.Imap(daemon.imap(), ALICE)) {
      pipeline(imap, i -> "n" + i + " NOOP\r\n", i -> "n" + i + " OK");
    }
    try (Wire pop3 = new Wire(daemon.pop3())) {
      pop3.line();
      pop3.send("USER " + ALICE + "\r\nPASS pass\r\n");
      pop3.line();
      pop3.line();
      pipeline(pop3, i -> "NOOP\r\n", i -> "+OK");
    }
  }

  /// Commands are sent while replies are read, as TCP's buffers do not hold all of them.
  private static void pipeline(Wire wire, IntFunction<String> command, IntFunction<String> reply)
      throws Exception {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < MANY; i++) {
      all.append(command.apply(i));
    }
    Thread sender =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    wire.send(all.toString());
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    for (int i = 0; i < MANY; i++) {
      String line = wire.line();
      assertTrue(line.startsWith(reply.apply(i)), line);
    }
    sender.join();
  }

  @Test
  void tenThousandParentheses() throws Exception {
    attack(this::sendTenThousandParentheses);
  }

  private void sendTenThousandParentheses() throws Exception {
    String deep = "(".repeat(MANY) + "ALL" + ")".repeat(MANY);
    try (Wire.Imap imap = new Wire.Imap(daemon.imap(), ALICE)) {
      imap.ok("SELECT INBOX");
      assertRefused(imap, "a SEARCH " + deep + "\r\nb NOOP\r\n", "a BAD ", "b OK");
    }
    try (Wire.Imap imap = new Wire.Imap(daemon.imap(), ALICE)) {
      imap.ok("SELECT INBOX");
      assertRefused(
          imap, "a SEARCH " + "NOT ".repeat(MANY) + "ALL\r\nb NOOP\r\n", "a BAD ", "b OK");
    }
    try (Wire.Imap imap = new Wire.Imap(daemon.imap(), ALICE)) {
      assertRefused(imap, "a LIST " + deep + " *\r\nb NOOP\r\n", "a BAD ", "b OK");
    }
    try (Wire.Smtp smtp = new Wire.Smtp(daemon.smtp())) {
      assertRefused(smtp, "MAIL FROM:<" + "(".repeat(MANY) + ">\r\nNOOP\r\n", "5", "250 ");
    }
  }

  @Test
  void tenThousandMimeParts() throws Exception {
    attack(this::sendTenThousandMimeParts);
  }

  private void sendTenThousandMimeParts() throws Exception {
    try (Wire.Smtp smtp = new Wire.Smtp(daemon.smtp());
        Wire.Imap imap = new Wire.Imap(daemon.imap(), "bob@example.test")) {
      for (String message : List.of(nested(), flat(), "(".repeat(50 * MANY) + ": \r\n\r\nx\r\n")) {
        String reply = smtp.deliver("a@far.example", "bob@example.test", wrapped(message));
        assertTrue(reply.startsWith("250 "), reply);
      }
      assertTrue(imap.ok("SELECT INBOX").contains("* 3 EXISTS\r\n"));
      imap.ok("FETCH 1:3 (ENVELOPE BODYSTRUCTURE BODY.PEEK[1.1.1.1.1.1.1.1] RFC822.SIZE)");
      assertTrue(imap.ok("FETCH 1 BODY.PEEK[]").contains("the innermost"));
      imap.ok("SEARCH BODY innermost");
      imap.ok("STORE 1:* +FLAGS.SILENT (\\Deleted)");
      imap.ok("EXPUNGE");
    }
  }

  private static String nested() {
    StringBuilder text = new StringBuilder("Subject: nested\r\n");
    for (int i = 0; i < MANY; i++) {
      text.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\r\n\r\n--b");
      text.append(i).append("\r\n");
    }
    return text.append("\r\nthe innermost\r\n").toString();
  }

  private static String flat() {
    StringBuilder text =
        new StringBuilder("Subject: flat\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n");
    for (int i = 0; i < MANY; i++) {
      text.append("--b\r\n\r\npart\r\n");
    }
    return text.append("--b--\r\n").toString();
  }

  /// No line of a message is longer than SMTP lets it be.
  private static String wrapped(String message) {
    return message.replaceAll("([^\r\n]{900})(?=[^\r\n])", "$1\r\n ");
  }
}
