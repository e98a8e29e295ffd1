package org.posthorn.server.trial;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.directory.AuthResult;
import org.posthorn.storage.directory.DirectoryAdmin;
import org.posthorn.storage.directory.NewAccount;
import org.posthorn.storage.directory.NewCredential;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.Protocol;
import org.posthorn.storage.schema.AccountRow;

/// The accounts of a trial: alice, bob, and as many more as were asked for. The password is hashed
/// once, and all of them get the same credential.
record TrialAccounts(TrialOptions options) {
  private static final MailAddress ALICE = new MailAddress("alice", TrialOptions.DOMAIN);

  /// Adds those that are missing, and gives all of them another password where it was changed.
  void ensure(MailStore store) {
    DirectoryAdmin directory = store.directoryAdmin();
    if (directory.domains().stream().noneMatch(d -> d.name().equals(TrialOptions.DOMAIN))) {
      directory.addDomain(TrialOptions.DOMAIN, java.util.Optional.empty());
    }
    Set<String> present = new HashSet<>();
    directory.accounts().forEach(account -> present.add(account.login()));
    List<MailAddress> missing =
        wanted().stream().filter(address -> !present.contains(address.toString())).toList();
    boolean changed = present.contains(ALICE.toString()) && !passwordIsRight(store);
    if (!missing.isEmpty() || changed) {
      List<NewCredential> credentials = directory.hash(options.password());
      if (changed) {
        wanted().stream()
            .filter(address -> present.contains(address.toString()))
            .forEach(address -> directory.setPassword(address, credentials));
      }
      directory.addAccounts(
          missing.stream()
              .map(address -> new NewAccount(address, credentials, AccountRow.DEFAULT_QUOTA))
              .toList());
    }
  }

  private boolean passwordIsRight(MailStore store) {
    return store
            .directory()
            .authenticate(
                ALICE.toString(),
                options.password(),
                Protocol.IMAP,
                InetAddress.getLoopbackAddress())
        instanceof AuthResult.Success;
  }

  private List<MailAddress> wanted() {
    List<MailAddress> wanted = new ArrayList<>();
    wanted.add(ALICE);
    wanted.add(new MailAddress("bob", TrialOptions.DOMAIN));
    for (int i = 0; i < options.users(); i++) {
      wanted.add(new MailAddress("u" + i, TrialOptions.DOMAIN));
    }
    return wanted;
  }
}
