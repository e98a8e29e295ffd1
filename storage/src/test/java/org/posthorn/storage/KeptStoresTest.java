package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.posthorn.storage.StorageFixture.actor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.storage.engine.MetaTable;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.mailbox.Undelete;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.SystemFlag;

/// Data directories that older versions wrote, one for each format: they are opened, migrated, read
/// and written.
class KeptStoresTest {
  private static final String FIRST = "Subject: first\r\nFrom: a@example.test\r\n\r\nbody one\r\n";
  private static final String LARGE =
      "Subject: large\r\n\r\n" + "0123456789abcdef\r\n".repeat(20_000);
  private static final String NEW = "Subject: new\r\n\r\nafter the migration\r\n";

  @TempDir private Path directory = Path.of("unset");

  @ParameterizedTest
  // Keep one more store here whenever StoreFormat gets a step.
  @ValueSource(ints = 1)
  void openedMigratedAndUsed(int format) throws IOException {
    unpack("kept-stores/format-" + format + ".zip");
    try (StorageFixture store = StorageFixture.embedded(directory)) {
      store.verify();
      check(store);
      store.append(store.alice(), store.inbox(store.alice()), NEW);
    }
    try (StorageFixture store = StorageFixture.embedded(directory)) {
      store.verify();
      assertEquals(
          List.of(FIRST, LARGE, NEW), store.contents(store.alice(), store.inbox(store.alice())));
      assertEquals(
          "2",
          store
              .mail()
              .store()
              .read(view -> view.require(MetaTable.TABLE, MetaTable.FORMAT))
              .value());
    }
  }

  private static void check(StorageFixture store) {
    AccountId alice = store.alice();
    MailboxId inbox = store.inbox(alice);
    assertEquals(List.of(FIRST, LARGE), store.contents(alice, inbox));
    assertEquals(List.of(FIRST), store.contents(alice, store.mailbox(alice, "Projekte/Köln")));
    assertEquals(List.of(FIRST), store.contents(store.bob(), store.inbox(store.bob())));
    MailboxSnapshot snapshot = store.mailboxes().snapshot(actor(alice), alice, inbox);
    assertEquals(Flags.of(List.of(SystemFlag.SEEN), List.of("$Work")), snapshot.flags(0));
    assertEquals(4, store.mailboxes().status(actor(alice), alice, inbox).uidNext());
    assertEquals(1, store.mail().undelete().find(actor(alice), alice, Undelete.Filter.ALL).size());
  }

  private void unpack(String resource) throws IOException {
    try (InputStream packed =
            Objects.requireNonNull(getClass().getClassLoader().getResourceAsStream(resource));
        ZipInputStream zip = new ZipInputStream(packed)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path target = directory.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(Objects.requireNonNull(target.getParent()));
          Files.copy(zip, target);
        }
      }
    }
  }
}
