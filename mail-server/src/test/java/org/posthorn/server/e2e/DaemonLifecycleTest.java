package org.posthorn.server.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How the daemon starts, shares its directory with nobody, and stops.
class DaemonLifecycleTest {
  private static final String ALICE = "alice@example.test";

  @TempDir Path directory;

  @Test
  void sigtermDrainsAndASecondRunFindsTheSameMail() throws Exception {
    Path data = directory.resolve("data");
    try (DaemonProcess daemon = DaemonProcess.start(data)) {
      assertEquals(daemon.pid(), daemon.pidFile());
      assertEquals("rwx------", rights(data));
      assertEquals("rw-------", rights(data.resolve("admin.sock")));
      try (Wire.Smtp smtp = new Wire.Smtp(daemon.smtp());
          Wire.Imap imap = new Wire.Imap(daemon.imap(), ALICE);
          Wire pop3 = new Wire(daemon.pop3())) {
        pop3.line();
        String reply = smtp.deliver("bob@far.example", ALICE, "Subject: stays\r\n\r\nhello\r\n");
        assertTrue(reply.startsWith("250 "), reply);
        assertEquals(0, daemon.stop(), daemon.output());
        assertTrue(smtp.line().startsWith("421 "));
        assertTrue(imap.line().startsWith("* BYE "));
        assertThrows(EOFException.class, imap::line);
      }
      assertFalse(Files.exists(data.resolve("posthorn.pid")));
      assertFalse(Files.exists(data.resolve("admin.sock")));
    }
    try (DaemonProcess daemon = DaemonProcess.start(data);
        Wire.Imap imap = new Wire.Imap(daemon.imap(), ALICE)) {
      assertTrue(imap.ok("SELECT INBOX").contains("* 2 EXISTS\r\n"));
      assertTrue(imap.ok("SEARCH SUBJECT stays").contains("* SEARCH 2\r\n"));
    }
  }

  @Test
  void oneDataDirectoryOneDaemon() throws Exception {
    Path data = directory.resolve("data");
    try (DaemonProcess daemon = DaemonProcess.start(data)) {
      DaemonProcess.Ended second =
          DaemonProcess.run("try", "--data", data.toString(), "--port-offset", "30000");
      assertEquals(69, second.exitCode(), second.output());
      assertTrue(second.output().contains(data.toString()), second.output());
      assertEquals(1, second.output().lines().count(), second.output());
      assertEquals(daemon.pid(), daemon.pidFile());
      try (Wire.Imap imap = new Wire.Imap(daemon.imap(), ALICE)) {
        imap.ok("SELECT INBOX");
      }
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    int offset = DaemonProcess.freeOffset();
    InetAddress host = InetAddress.getByName(DaemonProcess.HOST);
    try (ServerSocket taken = new ServerSocket(offset + 143, 1, host)) {
      DaemonProcess.Ended ended =
          DaemonProcess.run(
              "try", "--data", directory.resolve("data").toString(), "--port-offset", "" + offset);
      assertEquals(69, ended.exitCode(), ended.output());
      assertTrue(
          ended
              .output()
              .contains(
                  "cannot listen on 127.0.0.1:"
                      + taken.getLocalPort()
                      + " for imap: another program listens there"),
          ended.output());
      assertEquals(1, ended.output().lines().count(), ended.output());
    }
  }

  @Test
  void afterAKillTheStaleSocketIsInNobodysWay() throws Exception {
    Path data = directory.resolve("data");
    try (DaemonProcess daemon = DaemonProcess.start(data)) {
      daemon.kill();
    }
    assertTrue(Files.exists(data.resolve("admin.sock")));
    DaemonProcess.run(
            "account", "add", "carol@example.test", "--password", "pass", "--data", "" + data)
        .exits(0);
    try (DaemonProcess daemon = DaemonProcess.start(data)) {
      DaemonProcess.Ended list = DaemonProcess.run("account", "list", "--data", "" + data).exits(0);
      assertEquals(3, list.output().lines().count(), list.output());
      try (Wire.Imap imap = new Wire.Imap(daemon.imap(), "carol@example.test")) {
        imap.ok("SELECT INBOX");
      }
    }
  }

  @Test
  void manyUsersShareOneHash() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start(directory.resolve("data"), "--users", "12000");
        Wire.Imap imap = new Wire.Imap(daemon.imap(), "u11999@example.test")) {
      assertTrue(imap.ok("SELECT INBOX").contains("* 0 EXISTS\r\n"));
      assertTrue(daemon.output().contains("u11999@example.test"), daemon.output());
    }
  }

  @Test
  void beyondLoopbackPasswordsNeedTls() throws Exception {
    try (DaemonProcess daemon =
            DaemonProcess.start(
                directory.resolve("data"), "--bind", "0.0.0.0", "--password", "a \"b\" c");
        Wire imap = new Wire(daemon.imap())) {
      imap.line();
      imap.send("a LOGIN " + ALICE + " \"a \\\"b\\\" c\"\r\n");
      assertTrue(imap.line().startsWith("a NO [PRIVACYREQUIRED]"));
    }
  }

  private static String rights(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
