package org.posthorn.server.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the daemon with SIGKILL in the middle of deliveries and appends, again and again: whatever
/// was acknowledged is there afterwards, once and unchanged, and the store opens without repair.
class KillTest {
  private static final int ROUNDS = 20;
  private static final int SENDERS = 6;
  private static final int APPENDERS = 2;

  @TempDir Path data;

  @Test
  void nothingAcknowledgedIsLost() throws Exception {
    Letters letters = new Letters();
    for (int round = 0; round < ROUNDS; round++) {
      try (DaemonProcess daemon = DaemonProcess.start(data)) {
        assertEquals(List.of(), faults(letters, daemon), "round " + round);
        killWhileWriting(letters, daemon, round);
      }
    }
    try (DaemonProcess daemon = DaemonProcess.start(data)) {
      assertEquals(List.of(), faults(letters, daemon));
      assertEquals(0, daemon.stop());
    }
    new Verify(data).assertClean();
  }

  private static void killWhileWriting(Letters letters, DaemonProcess daemon, int round)
      throws Exception {
    int before = letters.acknowledgedCount();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < SENDERS; i++) {
        String name = "s" + round + "-" + i + "-";
        clients.execute(() -> send(letters, daemon, name));
      }
      for (int i = 0; i < APPENDERS; i++) {
        String name = "a" + round + "-" + i + "-";
        clients.execute(() -> append(letters, daemon, name));
      }
      int wanted = before + 20 + round * 7;
      await().atMost(Duration.ofSeconds(30)).until(() -> letters.acknowledgedCount() >= wanted);
      daemon.kill();
    }
  }

  private static void send(Letters letters, DaemonProcess daemon, String prefix) {
    int next = 0;
    try (Wire.Smtp smtp = new Wire.Smtp(daemon.smtp())) {
      while (true) {
        String name = prefix + ++next;
        String reply = smtp.deliver("a@far.example", "alice@example.test", Letters.text(name));
        if (reply.startsWith("250")) {
          letters.acknowledge(name);
        }
      }
    } catch (IOException _) {
      // the daemon was killed
    }
  }

  private static void append(Letters letters, DaemonProcess daemon, String prefix) {
    int next = 0;
    try (Wire.Imap imap = new Wire.Imap(daemon.imap(), "alice@example.test")) {
      while (true) {
        String name = prefix + ++next;
        imap.append("Archive", Letters.text(name));
        letters.acknowledge(name);
      }
    } catch (IOException _) {
      // the daemon was killed
    }
  }

  private static List<String> faults(Letters letters, DaemonProcess daemon) throws IOException {
    try (Wire.Imap imap = new Wire.Imap(daemon.imap(), "alice@example.test")) {
      StringBuilder all = new StringBuilder();
      for (String mailbox : new ArrayList<>(List.of("INBOX", "Archive"))) {
        imap.ok("EXAMINE " + mailbox);
        all.append(imap.ok("UID FETCH 1:* (UID BODY.PEEK[])"));
      }
      return letters.faults(all.toString());
    }
  }
}
