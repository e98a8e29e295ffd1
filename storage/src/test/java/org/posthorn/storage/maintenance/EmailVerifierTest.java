package org.posthorn.storage.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.posthorn.storage.StorageFixture.actor;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.UidSet;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.EmailRow;

/// Windows of any size see the same.
class EmailVerifierTest {
  private static final int EMAILS = 7;

  private static List<String> verify(StorageFixture store, AccountId account, int window) {
    return store
        .mail()
        .store()
        .read(
            view -> {
              Findings found = new Findings();
              AccountRow row = view.require(AccountRow.TABLE, account);
              new EmailVerifier(view, row, found, window).run();
              List<String> lines = new ArrayList<>();
              found.tell(lines::add);
              lines.sort(String::compareTo);
              return lines;
            });
  }

  @Test
  void everyWindowFindsTheSame() {
    try (StorageFixture store = StorageFixture.memory()) {
      AccountId alice = store.alice();
      MailboxId inbox = store.inbox(alice);
      for (int i = 0; i < EMAILS; i++) {
        store.append(alice, inbox, "Subject: " + i + "\r\n\r\n");
      }
      store
          .mailboxes()
          .copy(actor(alice), alice, inbox, UidSet.range(1, 3), store.mailbox(alice, "Archive"));
      for (int window = 1; window <= EMAILS + 1; window++) {
        assertEquals(List.of(), verify(store, alice, window));
      }
      List<EmailRow> emails =
          store.mail().store().read(view -> view.scan(EmailRow.TABLE, KeyRange.prefix(alice)));
      store
          .mail()
          .store()
          .run(
              Scopes.account(alice),
              tx -> {
                EmailRow second = emails.get(1);
                tx.put(EmailRow.TABLE, second.withRefs(9, second.orphanedAt()));
                tx.delete(EmailRow.TABLE, alice, emails.get(2).id());
                tx.delete(EmailRow.TABLE, alice, emails.getLast().id());
              });
      // One wrong count; three messages without an email.
      assertEquals(4, verify(store, alice, 100).size());
      for (int window = 1; window <= EMAILS + 1; window++) {
        assertEquals(verify(store, alice, 100), verify(store, alice, window), "window " + window);
      }
    }
  }
}
