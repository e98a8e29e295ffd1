package org.posthorn.server.rehearsal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.posthorn.config.ListenerProtocol;

/// What clients do, again and again: mail comes in, is listed, read, searched, flagged. How often
/// is
/// a matter of what the JVM wants to see before it compiles something for good: some thousand
/// calls.
final class Play {
  private static final int DELIVERED = 100;
  private static final int APPENDED = 150;
  private static final int MESSAGES = DELIVERED + APPENDED;
  private static final int ROUNDS = 60;
  private static final int WINDOW = 16;

  private static final List<String> FETCHES =
      List.of(
          "FETCH 1:* (UID FLAGS)",
          "UID FETCH 1:* (FLAGS)",
          "FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)",
          "FETCH 1:* (BODY.PEEK[HEADER.FIELDS (FROM TO SUBJECT DATE MESSAGE-ID REFERENCES)])",
          "UID FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (DATE SUBJECT FROM CONTENT-TYPE)])",
          "FETCH 1:* BODY.PEEK[]");

  private static final List<String> SEARCHES =
      List.of("SEARCH UNSEEN", "UID SEARCH FROM number", "UID SEARCH BODY letter");

  private final Stage stage;
  private final long deadline;
  private final List<byte[]> letters = new Letters().make(MESSAGES);

  /// @param deadline when no more is begun, in terms of [System#nanoTime]
  Play(Stage stage, long deadline) {
    this.stage = stage;
    this.deadline = deadline;
  }

  void perform() throws IOException {
    perform(ROUNDS);
  }

  /// @return how often everything was read before the deadline
  int perform(int rounds) throws IOException {
    deliver();
    append();
    int played = 0;
    while (played < rounds && System.nanoTime() < deadline) {
      readByImap(played);
      if (played % 2 == 0) {
        readByPop3();
      }
      played++;
    }
    return played;
  }

  private void deliver() throws IOException {
    try (Talk lmtp = stage.connect(ListenerProtocol.LMTP)) {
      lmtp.await("220 ");
      lmtp.say("LHLO localhost\r\n", "250 ");
      for (byte[] letter : letters.subList(0, DELIVERED)) {
        if (System.nanoTime() > deadline) {
          return;
        }
        lmtp.say("MAIL FROM:<a@example.test>\r\nRCPT TO:<" + Stage.ACTOR + ">\r\nDATA\r\n", "354 ");
        String stuffed = new String(letter, StandardCharsets.ISO_8859_1).replace("\r\n.", "\r\n..");
        lmtp.say(stuffed + "\r\n.\r\n", "250 ");
      }
      lmtp.say("QUIT\r\n", "221 ");
    }
  }

  private Talk imap() throws IOException {
    Talk imap = stage.connect(ListenerProtocol.IMAP);
    imap.await("* OK ");
    imap.say("a LOGIN " + Stage.ACTOR + " " + stage.password() + "\r\n", "a OK ");
    return imap;
  }

  /// All at once: the daemon takes them as they come.
  private void append() throws IOException {
    try (Talk imap = imap()) {
      ByteArrayOutputStream commands = new ByteArrayOutputStream();
      for (byte[] letter : letters.subList(DELIVERED, MESSAGES)) {
        commands.writeBytes(
            ("b APPEND INBOX {" + letter.length + "+}\r\n").getBytes(StandardCharsets.US_ASCII));
        commands.writeBytes(letter);
        commands.writeBytes(new byte[] {'\r', '\n'});
      }
      imap.say(commands.toByteArray(), "b OK ");
      imap.say("c NOOP\r\n", "c OK ");
    }
  }

  private void readByImap(int round) throws IOException {
    try (Talk imap = imap()) {
      imap.say("b LIST \"\" *\r\n", "b OK ");
      imap.say((round % 2 == 0 ? "c SELECT" : "c EXAMINE") + " INBOX\r\n", "c OK ");
      for (String fetch : FETCHES) {
        imap.say("d " + fetch + "\r\n", "d OK ");
      }
      if (round % 4 == 0) {
        for (String search : SEARCHES) {
          imap.say("e " + search + "\r\n", "e OK ");
        }
        String change = round % 8 == 0 ? "+FLAGS" : "-FLAGS";
        imap.say("f STORE 1:* " + change + " (\\Seen)\r\n", "f OK ");
      }
      imap.say("g LOGOUT\r\n", "g OK ");
    }
  }

  private void readByPop3() throws IOException {
    try (Talk pop3 = stage.connect(ListenerProtocol.POP3)) {
      pop3.await("+OK ");
      pop3.say("USER " + Stage.ACTOR + "\r\n", "+OK ");
      pop3.say("PASS " + stage.password() + "\r\n", "+OK ");
      pop3.say("UIDL\r\n", ".\r\n");
      for (int first = 1; first + WINDOW <= MESSAGES; first += WINDOW) {
        StringBuilder commands = new StringBuilder();
        for (int i = first; i < first + WINDOW; i++) {
          commands.append("RETR ").append(i).append("\r\n");
        }
        // No answer to RETR looks like this one.
        pop3.say(commands.append("UIDL 1\r\n").toString(), "+OK 1 ");
      }
      pop3.say("QUIT\r\n", "+OK ");
    }
  }
}
