package org.posthorn.server.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// 64 connections deliver while 20 IMAP and 10 POP3 sessions read, flag and expunge: afterwards
/// every acknowledged message is there, byte for byte, UIDs ascend, and the counts agree with the
/// rows.
class StressTest {
  private static final int SENDERS = 64;
  private static final int LETTERS_EACH = 40;
  private static final int IMAP_SESSIONS = 20;
  private static final int POP3_SESSIONS = 10;
  private static final int USERS = 4;
  private static final Pattern UID = Pattern.compile("\\* (\\d+) FETCH \\(.*?UID (\\d+)");

  @TempDir Path data;

  @Test
  void everybodyAtOnce() throws Exception {
    Letters letters = new Letters();
    try (DaemonProcess daemon =
        DaemonProcess.start(data, "--users", "" + (USERS + POP3_SESSIONS))) {
      runAll(letters, daemon);
      assertEquals(SENDERS * LETTERS_EACH, letters.acknowledgedCount());
      assertEquals(List.of(), letters.faults(everything(daemon)));
      assertEquals(0, daemon.stop());
    }
    new Verify(data).assertClean();
  }

  private static void runAll(Letters letters, DaemonProcess daemon) throws Exception {
    AtomicBoolean delivering = new AtomicBoolean(true);
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> senders = new ArrayList<>();
      List<Future<Void>> readers = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        int sender = i;
        senders.add(clients.submit(() -> deliver(letters, daemon, sender)));
      }
      for (int i = 0; i < IMAP_SESSIONS; i++) {
        int session = i;
        readers.add(clients.submit(() -> readAndFlag(daemon, session, delivering)));
      }
      for (int i = 0; i < POP3_SESSIONS; i++) {
        int session = i;
        readers.add(clients.submit(() -> retrieve(daemon, session, delivering)));
      }
      for (Future<Void> sender : senders) {
        sender.get();
      }
      delivering.set(false);
      for (Future<Void> reader : readers) {
        reader.get();
      }
    }
  }

  private static Void deliver(Letters letters, DaemonProcess daemon, int sender)
      throws IOException {
    try (Wire.Smtp smtp = new Wire.Smtp(daemon.smtp())) {
      for (int i = 0; i < LETTERS_EACH; i++) {
        String name = sender + "-" + i;
        String to = "u" + sender % USERS + "@example.test";
        String reply = smtp.deliver("a@far.example", to, Letters.text(name));
        assertTrue(reply.startsWith("250"), reply);
        letters.acknowledge(name);
      }
    }
    return null;
  }

  /// Reads and flags what comes, and expunges copies: the letters themselves stay.
  private static Void readAndFlag(DaemonProcess daemon, int session, AtomicBoolean delivering)
      throws IOException {
    try (Wire.Imap imap = new Wire.Imap(daemon.imap(), "u" + session % USERS + "@example.test")) {
      String scratch = "scratch" + session;
      imap.ok("CREATE " + scratch);
      while (delivering.get()) {
        imap.ok("SELECT INBOX");
        assertAscending(imap.ok("UID FETCH 1:* (UID FLAGS)"));
        imap.ok("UID STORE 1:10 +FLAGS.SILENT (\\Flagged)");
        imap.ok("UID STORE 1:10 -FLAGS (\\Flagged)");
        imap.ok("UID FETCH 1:10 (BODY.PEEK[] ENVELOPE)");
        imap.ok("UID COPY 1:20 " + scratch);
        imap.ok("SELECT " + scratch);
        imap.ok("UID STORE 1:* +FLAGS.SILENT (\\Deleted)");
        imap.ok("EXPUNGE");
      }
      imap.ok("UNSELECT");
      imap.ok("DELETE " + scratch);
    }
    return null;
  }

  /// UIDs ascend with the sequence numbers; a message may be told of twice, when somebody else has
  /// changed its flags meanwhile.
  private static void assertAscending(String fetched) {
    TreeMap<Integer, Long> uids = new TreeMap<>();
    Matcher matcher = UID.matcher(fetched);
    while (matcher.find()) {
      int number = Integer.parseInt(matcher.group(1));
      long uid = Long.parseLong(matcher.group(2));
      Long before = uids.put(number, uid);
      assertTrue(before == null || before == uid, number + " is " + before + " and " + uid);
    }
    long last = 0;
    for (long uid : uids.values()) {
      assertTrue(uid > last, uid + " after " + last);
      last = uid;
    }
  }

  private static Void retrieve(DaemonProcess daemon, int session, AtomicBoolean delivering)
      throws IOException {
    String user = "u" + (USERS + session) + "@example.test";
    while (delivering.get()) {
      try (Wire.Smtp smtp = new Wire.Smtp(daemon.smtp())) {
        smtp.deliver("a@far.example", user, "Subject: for POP3\r\n\r\nhello\r\n");
      }
      try (Wire pop3 = new Wire(daemon.pop3())) {
        pop3.line();
        pop3.send("USER " + user + "\r\nPASS pass\r\nRETR 1\r\nDELE 1\r\nQUIT\r\n");
        for (String line = pop3.line(); !line.equals("."); line = pop3.line()) {
          assertTrue(!line.startsWith("-ERR"), line);
        }
        assertTrue(pop3.line().startsWith("+OK"));
        assertTrue(pop3.line().startsWith("+OK"));
      }
    }
    return null;
  }

  private static String everything(DaemonProcess daemon) throws IOException {
    StringBuilder all = new StringBuilder();
    for (int user = 0; user < USERS; user++) {
      try (Wire.Imap imap = new Wire.Imap(daemon.imap(), "u" + user + "@example.test")) {
        imap.ok("EXAMINE INBOX");
        String fetched = imap.ok("UID FETCH 1:* (UID BODY.PEEK[])");
        assertAscending(fetched);
        all.append(fetched);
      }
    }
    return all.toString();
  }
}
