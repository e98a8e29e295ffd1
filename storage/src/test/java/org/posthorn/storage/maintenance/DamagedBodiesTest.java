package org.posthorn.storage.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.storage.StorageFixture.actor;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.mailbox.MailboxService;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.UidSet;

/// Who has a damaged body is named: account, mailbox, UIDs.
class DamagedBodiesTest {
  /// Large enough for a file of its own.
  private static final String SHARED = "Subject: shared\r\n\r\n" + "0123456789\r\n".repeat(40_000);

  private static final String GONE = "Subject: gone\r\n\r\n" + "abcdefghij\r\n".repeat(40_000);

  @TempDir Path directory = Path.of("");

  private static List<String> verify(StorageFixture store) {
    List<String> wrong = new ArrayList<>();
    long faults = store.mail().maintenance().verify(Progress.NONE, wrong::add);
    assertEquals(wrong.size(), faults);
    return wrong;
  }

  @Test
  void everyUserOfADamagedBodyIsNamed() throws IOException {
    try (StorageFixture store = StorageFixture.embedded(directory)) {
      fill(store);
      assertEquals(List.of(), verify(store));
    }
    for (Path body : files(directory.resolve("bodies"))) {
      flip(body);
    }
    try (StorageFixture store = StorageFixture.embedded(directory)) {
      List<String> wrong = verify(store);
      assertEquals(4, wrong.size(), wrong.toString());
      assertNamed(wrong, "account alice@example.test, mailbox INBOX, UID 1,3:4: body ");
      assertNamed(wrong, "account alice@example.test, mailbox Work/2026, UID 1: body ");
      assertNamed(wrong, "account bob@example.test, mailbox INBOX, UID 2: body ");
      assertNamed(wrong, "account bob@example.test, an expunged message: body ");
    }
  }

  private static void assertNamed(List<String> wrong, String words) {
    assertTrue(
        wrong.stream().anyMatch(line -> line.startsWith(words) && line.contains(" is damaged: ")),
        words + " is not in " + wrong);
  }

  /// The shared body stands in three mailboxes, the other one was expunged.
  private static void fill(StorageFixture store) {
    AccountId alice = store.alice();
    AccountId bob = store.bob();
    MailboxService mailboxes = store.mailboxes();
    store.append(alice, store.inbox(alice), SHARED);
    store.append(alice, store.inbox(alice), "Subject: small\r\n\r\n");
    store.append(alice, store.inbox(alice), SHARED);
    mailboxes.create(actor(alice), alice, MailboxName.parse("Work/2026"), Optional.empty());
    MailboxId work = store.mailbox(alice, "Work/2026");
    mailboxes.copy(actor(alice), alice, store.inbox(alice), UidSet.of(1), work);
    mailboxes.copy(actor(alice), alice, store.inbox(alice), UidSet.of(1), store.inbox(alice));
    store.append(bob, store.inbox(bob), GONE);
    store.append(bob, store.inbox(bob), SHARED);
    mailboxes.remove(actor(bob), bob, store.inbox(bob), UidSet.of(1));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static void flip(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(1_000);
      int octet = file.read();
      file.seek(1_000);
      file.write(octet ^ 1);
    }
  }
}
