package org.posthorn.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.server.cli.StoreAccess.Mode;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.blob.SpoolOptions;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.io.RealDisk;
import org.posthorn.storage.mailbox.AppendRequest;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.Protocol;
import org.posthorn.storage.model.UidSet;

/// `undelete`, with a daemon on the store and without.
class UndeleteCommandTest {
  private static final Actor ADMIN = Actor.system(Protocol.ADMIN, "test");
  private static final String EVE = "eve@example.org";

  @TempDir Path data;

  @ParameterizedTest
  @EnumSource
  void listsAndRestores(Mode mode) throws IOException {
    try (StoreAccess store = StoreAccess.open(data.resolve("d"), mode)) {
      store.run("account", "add", EVE, "--password", "x").ok();
      assertEquals("", store.run("undelete", "list", EVE).ok().out());
      store.with(
          mail ->
              expunge(mail, "first", "=?utf-8?q?sec=1B=5Bond_=C3=A9?=", "third \u001b]0;x\u0007"));

      List<String> listed = store.run("undelete", "list", EVE).ok().lines();
      assertEquals(
          List.of("first", "sec [ond é", "third  ]0;x"),
          listed.stream().map(line -> line.split("\t", -1)[5]).toList());
      String[] second = listed.get(1).split("\t", -1);
      assertEquals(List.of("INBOX", "joe@example.net"), List.of(second[2], second[4]));

      assertEquals(
          "restored " + second[0] + " to INBOX, UID 4\n",
          store.run("undelete", "restore", EVE, second[0]).ok().out());
      assertEquals(2, store.run("undelete", "list", EVE, "--mailbox", "inbox").ok().lines().size());
      assertEquals("", store.run("undelete", "list", EVE, "--mailbox", "Junk").ok().out());
      assertEquals("", store.run("undelete", "list", EVE, "--before", "1h").ok().out());
      assertEquals(2, store.run("undelete", "list", EVE, "--since", "1h").ok().lines().size());

      assertTrue(
          store.run("undelete", "restore", EVE, "--all", "--to", "Saved").ok().lines().stream()
              .allMatch(line -> line.contains(" to Saved, UID ")));
      assertEquals("", store.run("undelete", "list", EVE).ok().out());
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysWhatIsWrong(Mode mode) throws IOException {
    try (StoreAccess store = StoreAccess.open(data.resolve("d"), mode)) {
      store.run("account", "add", EVE, "--password", "x").ok();
      store.run("undelete", "list", "joe@example.org").exits(ExitCode.NO_USER);
      store.run("undelete", "list", EVE, "--since", "yesterday").exits(ExitCode.USAGE);
      store.run("undelete", "restore", EVE).exits(ExitCode.USAGE);
      store.run("undelete", "restore", EVE, "7", "--all").exits(ExitCode.USAGE);
      store.run("undelete", "restore", EVE, "7").exits(ExitCode.NO_INPUT);
    }
  }

  private int expunge(MailStore store, String... subjects) {
    AccountId eve =
        store.directoryAdmin().account(new MailAddress("eve", "example.org")).orElseThrow().id();
    MailboxId inbox = store.mailboxes().find(ADMIN, eve, MailboxName.INBOX).orElseThrow();
    Spool spool =
        Spool.open(new RealDisk(), data.resolve("d").resolve("spool"), SpoolOptions.defaults());
    for (String subject : subjects) {
      String letter = "From: Joe <joe@example.net>\r\nSubject: " + subject + "\r\n\r\nx\r\n";
      try (SpooledBody body = spool.body(letter.getBytes(StandardCharsets.UTF_8))) {
        store
            .mailboxes()
            .append(
                ADMIN, eve, inbox, List.of(new AppendRequest(body, Flags.NONE, Optional.empty())));
      }
    }
    for (long uid = 1; uid <= subjects.length; uid++) {
      store.mailboxes().remove(ADMIN, eve, inbox, UidSet.of(uid));
    }
    return subjects.length;
  }
}
