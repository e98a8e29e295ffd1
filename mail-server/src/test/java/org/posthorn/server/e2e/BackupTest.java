package org.posthorn.server.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `backup` of a running daemon, `restore` to another directory, and `verify` of both.
class BackupTest {
  private static final String ALICE = "alice@example.test";
  private static final Pattern UID_VALIDITY = Pattern.compile("\\[UIDVALIDITY (\\d+)\\]");

  /// Beyond what is written through the commit thread into a segment: a body in its own file.
  private static final int LARGE = 600_000;

  @TempDir Path directory;

  @Test
  void mailIsThereAfterRestore() throws Exception {
    Path data = directory.resolve("data");
    Path backup = directory.resolve("backup");
    Path restored = directory.resolve("restored");
    String large = "Subject: large\r\n\r\n" + "0123456789\r\n".repeat(LARGE / 12);
    long validity;
    try (DaemonProcess daemon = DaemonProcess.start(data);
        Wire.Imap imap = new Wire.Imap(daemon.imap(), ALICE)) {
      imap.append("Archive", Letters.text("small"));
      imap.append("Archive", large);
      validity = uidValidity(imap);
      DaemonProcess.run("backup", "" + backup, "--data", "" + data).exits(0);
      assertEquals(
          "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)));
      DaemonProcess.run("backup", "" + backup, "--data", "" + data).exits(73);
      imap.append("Archive", Letters.text("after the backup"));
      DaemonProcess.run("verify", "--data", "" + data).exits(0);
      DaemonProcess.run("restore", "" + backup, "--data", "" + data).exits(69);
    }
    DaemonProcess.run("restore", "" + backup, "--data", "" + data).exits(73);
    DaemonProcess.run("restore", "" + backup, "--data", "" + restored).exits(0);
    assertFalse(Files.exists(restored.resolve("restoring")));
    new Verify(restored).assertClean();
    try (DaemonProcess daemon = DaemonProcess.start(restored);
        Wire.Imap imap = new Wire.Imap(daemon.imap(), ALICE)) {
      assertTrue(uidValidity(imap) > validity);
      String fetched = imap.ok("FETCH 1:* BODY.PEEK[]");
      assertTrue(fetched.contains(Letters.text("small")));
      assertTrue(fetched.contains(large));
      assertFalse(fetched.contains("after the backup"));
      imap.append("Archive", Letters.text("in the restored store"));
    }
    // What the restored store writes does not reach the backup.
    Path again = directory.resolve("again");
    DaemonProcess.run("restore", "" + backup, "--data", "" + again).exits(0);
    new Verify(again).assertClean();
  }

  private static long uidValidity(Wire.Imap imap) throws Exception {
    Matcher matcher = UID_VALIDITY.matcher(imap.ok("SELECT Archive"));
    assertTrue(matcher.find());
    return Long.parseLong(matcher.group(1));
  }

  @Test
  void anInterruptedRestoreIsNoStore() throws Exception {
    Path data = directory.resolve("data");
    Path backup = directory.resolve("backup");
    DaemonProcess.run("account", "add", "eve@example.org", "--password", "x", "--data", "" + data)
        .exits(0);
    DaemonProcess.run("backup", "" + backup, "--data", "" + data).exits(0);
    Path restored = directory.resolve("restored");
    Files.createDirectories(restored.resolve("restoring/rows"));
    Files.writeString(restored.resolve("restoring/rows/half"), "a file");
    DaemonProcess.run("account", "list", "--data", "" + restored).exits(66);
    DaemonProcess.run("restore", "" + backup, "--data", "" + restored).exits(0);
    assertTrue(
        DaemonProcess.run("account", "list", "--data", "" + restored)
            .exits(0)
            .output()
            .startsWith("eve@example.org"));
  }

  @Test
  void verifyFindsADamagedBody() throws Exception {
    Path data = directory.resolve("data");
    try (DaemonProcess daemon = DaemonProcess.start(data);
        Wire.Imap imap = new Wire.Imap(daemon.imap(), ALICE)) {
      imap.append("Archive", "Subject: large\r\n\r\n" + "0123456789\r\n".repeat(LARGE / 12));
    }
    new Verify(data).assertClean();
    flipAByte(largest(data.resolve("bodies")));
    String told = DaemonProcess.run("verify", "--data", data.toString()).exits(74).output();
    assertTrue(told.contains("account " + ALICE + ", mailbox Archive, UID 1: body "), told);
    assertTrue(told.contains("1 fault"), told);
  }

  @Test
  void aStoreWithDamagedRowsIsRefusedInPlainWords() throws Exception {
    Path data = directory.resolve("data");
    DaemonProcess.run("account", "add", "eve@example.org", "--password", "x", "--data", "" + data)
        .exits(0);
    Path rows = largest(data.resolve("rows"), ".sst");
    cut(rows);
    String told =
        assertThrows(IllegalStateException.class, () -> DaemonProcess.start(data)).toString();
    assertTrue(told.contains(rows.getFileName().toString()), told);
    assertTrue(told.contains("posthorn restore"), told);
    assertFalse(told.contains("\tat "), told);
    Files.delete(data.resolve("rows/CURRENT"));
    told = DaemonProcess.run("account", "list", "--data", "" + data).exits(74).output();
    assertTrue(told.contains("CURRENT is missing"), told);
    assertTrue(Files.exists(rows));
  }

  private static void cut(Path path) throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(file.length() / 2);
    }
  }

  private static Path largest(Path folder) throws Exception {
    return largest(folder, "");
  }

  private static Path largest(Path folder, String suffix) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(suffix))
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
  }

  private static void flipAByte(Path path) throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      long middle = file.length() / 2;
      file.seek(middle);
      int old = file.read();
      file.seek(middle);
      file.write(old ^ 0x20);
    }
  }
}
