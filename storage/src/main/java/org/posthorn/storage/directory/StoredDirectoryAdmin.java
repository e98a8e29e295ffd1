package org.posthorn.storage.directory;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.CredentialId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.Protocol;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.AccountShardRow;
import org.posthorn.storage.schema.AddressRow;
import org.posthorn.storage.schema.AliasRow;
import org.posthorn.storage.schema.CredentialRow;
import org.posthorn.storage.schema.DomainRow;
import org.posthorn.storage.schema.JobRow;

/// The [DirectoryAdmin] in the store. Thread-safe.
final class StoredDirectoryAdmin implements DirectoryAdmin {
  private final Store store;
  private final AccountHost home;
  private final AccountPlaces places;
  private final DirectoryCache cache;
  private final PasswordHasher hasher;
  private final AccountCreator creator;
  private final Clock clock;

  StoredDirectoryAdmin(
      Store store,
      AccountHost home,
      AccountPlaces places,
      DirectoryCache cache,
      PasswordHasher hasher,
      AccountCreator creator,
      Clock clock) {
    this.store = store;
    this.home = home;
    this.places = places;
    this.cache = cache;
    this.hasher = hasher;
    this.creator = creator;
    this.clock = clock;
  }

  /// Changes the directory, and what is remembered of it.
  private void change(Consumer<Transaction> work) {
    store.run(
        Scopes.directory(),
        tx -> {
          work.accept(tx);
          cache.dropAfter(tx);
        });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public void addDomain(String domain, Optional<String> aliasOf) {
    String name = DirectoryRules.checkDomain(domain);
    Optional<String> other = aliasOf.map(DirectoryRules::checkDomain);
    change(
        tx -> {
          if (tx.get(DomainRow.TABLE, name).isPresent()) {
            throw DirectoryRules.exists("there is a domain " + name + " already");
          }
          other.ifPresent(o -> DirectoryRules.requireOwnDomain(tx, o));
          tx.put(DomainRow.TABLE, new DomainRow(name, other, now()));
        });
  }

  @Override
  public List<DomainInfo> domains() {
    return store.read(view -> view.scan(DomainRow.TABLE, KeyRange.all())).stream()
        .map(row -> new DomainInfo(row.name(), row.aliasOf(), row.createdAt()))
        .toList();
  }

  @Override
  public void removeDomain(String domain) {
    String name = MailAddress.normaliseDomain(domain);
    change(
        tx -> {
          if (tx.get(DomainRow.TABLE, name).isEmpty()) {
            throw DirectoryRules.missing("there is no domain " + name);
          }
          if (inUse(tx, name)) {
            throw DirectoryRules.denied(
                name + " has accounts, aliases or alias domains; remove those first");
          }
          tx.delete(DomainRow.TABLE, name);
        });
  }

  private static boolean inUse(View view, String domain) {
    return view.first(Scan.of(AddressRow.TABLE, KeyRange.prefix(domain))).isPresent()
        || view.first(Scan.of(AliasRow.TABLE, KeyRange.prefix(domain))).isPresent()
        || view.scan(DomainRow.TABLE, KeyRange.all()).stream()
            .anyMatch(row -> row.aliasOf().equals(Optional.of(domain)));
  }

  @Override
  public List<AccountId> addAccounts(List<NewAccount> accounts) {
    return creator.add(accounts);
  }

  @Override
  public List<AccountInfo> accounts() {
    List<AccountInfo> known =
        store.read(
            view -> {
              Map<AccountId, List<MailAddress>> addresses = new HashMap<>();
              for (AddressRow row : view.scan(AddressRow.TABLE, KeyRange.all())) {
                addresses.computeIfAbsent(row.account(), _ -> new ArrayList<>()).add(row.address());
              }
              Map<AccountId, String> shards = new HashMap<>();
              view.scan(AccountShardRow.TABLE, KeyRange.all())
                  .forEach(row -> shards.put(row.account(), row.shard()));
              return view.scan(AccountRow.TABLE, KeyRange.all()).stream()
                  .filter(row -> row.state() != AccountRow.State.REMOVED)
                  .map(
                      row ->
                          info(
                              row,
                              addresses.getOrDefault(row.id(), List.of()),
                              shards.getOrDefault(row.id(), AccountPlaces.HOME)))
                  .sorted(Comparator.comparing(AccountInfo::login))
                  .toList();
            });
    return new ElsewhereUse(places).complete(known);
  }

  private static AccountInfo info(AccountRow row, List<MailAddress> addresses, String place) {
    return new AccountInfo(
        row.id(),
        row.login(),
        row.state() == AccountRow.State.ENABLED,
        addresses,
        row.quota(),
        row.usedBytes(),
        row.usedMessages(),
        row.createdAt(),
        place);
  }

  @Override
  public Optional<AccountInfo> account(MailAddress address) {
    Optional<AccountInfo> known =
        store.read(
            view ->
                view.get(AddressRow.TABLE, address.domain(), address.local())
                    .flatMap(row -> view.get(AccountRow.TABLE, row.account()))
                    .map(row -> info(row, addressesOf(view, row.id()), placeOf(view, row.id()))));
    return known.map(one -> new ElsewhereUse(places).complete(List.of(one)).getFirst());
  }

  private static String placeOf(View view, AccountId account) {
    return view.get(AccountShardRow.TABLE, account)
        .map(AccountShardRow::shard)
        .orElse(AccountPlaces.HOME);
  }

  private static List<MailAddress> addressesOf(View view, AccountId account) {
    return view.scanIndex(AddressRow.BY_ACCOUNT, KeyRange.prefix(account)).stream()
        .map(AddressRow::address)
        .toList();
  }

  private static AccountId require(View view, MailAddress address) {
    return view.get(AddressRow.TABLE, address.domain(), address.local())
        .orElseThrow(() -> DirectoryRules.missing("there is no account " + address))
        .account();
  }

  private AccountId require(MailAddress address) {
    return store.read(view -> require(view, address));
  }

  @Override
  public void removeAccount(MailAddress address) {
    AccountId account = require(address);
    String place = store.read(view -> placeOf(view, account));
    if (!place.equals(AccountPlaces.HOME)) {
      // First, so that it can be asked for again where only this was done.
      places.at(place).remove(account);
    }
    JobRow purge =
        store.transact(
            Scopes.directory().and(Scopes.account(account)),
            tx -> {
              require(tx, address);
              for (AddressRow own : tx.scanIndex(AddressRow.BY_ACCOUNT, KeyRange.prefix(account))) {
                tx.delete(AddressRow.TABLE, own.domain(), own.local());
              }
              for (CredentialRow credential :
                  tx.scan(CredentialRow.TABLE, KeyRange.prefix(account))) {
                tx.delete(CredentialRow.TABLE, account, credential.id());
              }
              tx.delete(AccountShardRow.TABLE, account);
              cache.dropAfter(tx);
              return home.beginPurge(tx, tx.require(AccountRow.TABLE, account));
            });
    home.purge(purge);
  }

  @Override
  public void setPassword(MailAddress address, List<NewCredential> credentials) {
    change(tx -> replace(tx, require(tx, address), credentials, "", 0, Optional.empty()));
  }

  @Override
  public void addAppPassword(
      MailAddress address,
      List<NewCredential> credentials,
      String label,
      List<Protocol> protocols,
      Optional<Instant> expiresAt) {
    if (label.isBlank()) {
      throw DirectoryRules.invalid("an application password needs a label");
    }
    change(
        tx ->
            replace(
                tx,
                require(tx, address),
                credentials,
                label,
                ProtocolBits.of(protocols),
                expiresAt));
  }

  private void replace(
      Transaction tx,
      AccountId account,
      List<NewCredential> credentials,
      String label,
      int protocols,
      Optional<Instant> expiresAt) {
    deleteCredentials(tx, account, label);
    for (NewCredential credential : credentials) {
      tx.put(
          CredentialRow.TABLE,
          new CredentialRow(
              account,
              new CredentialId(store.ids().next()),
              credential.kind(),
              credential.secret(),
              label,
              protocols,
              expiresAt,
              now()));
    }
  }

  private static int deleteCredentials(Transaction tx, AccountId account, String label) {
    List<CredentialRow> rows =
        tx.scan(CredentialRow.TABLE, KeyRange.prefix(account)).stream()
            .filter(row -> row.label().equals(label))
            .toList();
    rows.forEach(row -> tx.delete(CredentialRow.TABLE, account, row.id()));
    return rows.size();
  }

  @Override
  public void removeAppPassword(MailAddress address, String label) {
    change(
        tx -> {
          if (label.isBlank() || deleteCredentials(tx, require(tx, address), label) == 0) {
            throw DirectoryRules.missing("there is no application password " + label);
          }
        });
  }

  @Override
  public List<CredentialInfo> credentials(MailAddress address) {
    return store.read(
        view ->
            view.scan(CredentialRow.TABLE, KeyRange.prefix(require(view, address))).stream()
                .map(
                    row ->
                        new CredentialInfo(
                            row.id(),
                            row.label(),
                            ProtocolBits.list(row.protocols()),
                            row.expiresAt(),
                            row.createdAt()))
                .toList());
  }

  private void changeAccount(MailAddress address, UnaryOperator<AccountRow> change) {
    AccountId account = require(address);
    store.run(
        Scopes.directory().and(Scopes.account(account)),
        tx -> {
          require(tx, address);
          tx.put(AccountRow.TABLE, change.apply(tx.require(AccountRow.TABLE, account)));
          cache.dropAfter(tx);
        });
    tellItsPlace(account);
  }

  /// Has the account's row in its shard follow the one in the directory.
  private void tellItsPlace(AccountId account) {
    String place = store.read(view -> placeOf(view, account));
    if (!place.equals(AccountPlaces.HOME)) {
      store
          .read(view -> view.get(AccountRow.TABLE, account))
          .ifPresent(row -> places.at(place).update(row));
    }
  }

  @Override
  public void setQuota(MailAddress address, long octets) {
    if (octets < AccountRow.DEFAULT_QUOTA) {
      throw DirectoryRules.invalid("a quota is not negative");
    }
    changeAccount(address, row -> row.withQuota(octets));
  }

  @Override
  public void setEnabled(MailAddress address, boolean enabled) {
    changeAccount(
        address,
        row -> row.withState(enabled ? AccountRow.State.ENABLED : AccountRow.State.DISABLED));
  }

  @Override
  public void addAddress(MailAddress account, MailAddress address) {
    DirectoryRules.checkAddress(address);
    change(
        tx -> {
          AccountId id = require(tx, account);
          DirectoryRules.requireOwnDomain(tx, address.domain());
          DirectoryRules.requireFree(tx, address);
          tx.put(AddressRow.TABLE, new AddressRow(address.domain(), address.local(), id));
        });
  }

  @Override
  public void removeAddress(MailAddress address) {
    AccountId account = require(address);
    store.run(
        Scopes.directory().and(Scopes.account(account)),
        tx -> {
          require(tx, address);
          List<MailAddress> rest =
              addressesOf(tx, account).stream().filter(a -> !a.equals(address)).toList();
          if (rest.isEmpty()) {
            throw DirectoryRules.denied("an account keeps its last address");
          }
          tx.delete(AddressRow.TABLE, address.domain(), address.local());
          AccountRow row = tx.require(AccountRow.TABLE, account);
          if (row.login().equals(address.toString())) {
            tx.put(AccountRow.TABLE, row.withLogin(rest.getFirst().toString()));
          }
          cache.dropAfter(tx);
        });
  }

  @Override
  public void addAlias(MailAddress alias, List<MailAddress> targets) {
    if (targets.isEmpty()) {
      throw DirectoryRules.invalid("an alias needs a target");
    }
    if (!alias.local().equals(AliasRow.CATCH_ALL)) {
      DirectoryRules.checkAddress(alias);
    }
    targets.forEach(DirectoryRules::checkAddress);
    change(
        tx -> {
          DirectoryRules.requireOwnDomain(tx, alias.domain());
          if (tx.get(AddressRow.TABLE, alias.domain(), alias.local()).isPresent()) {
            throw DirectoryRules.exists("there is an account " + alias + " already");
          }
          for (MailAddress target : targets) {
            tx.put(
                AliasRow.TABLE,
                new AliasRow(alias.domain(), alias.local(), target.toString(), kind(tx, target)));
          }
        });
  }

  private static AliasRow.Kind kind(View view, MailAddress target) {
    if (view.get(DomainRow.TABLE, target.domain()).isEmpty()) {
      return AliasRow.Kind.REMOTE;
    }
    return view.get(AddressRow.TABLE, target.domain(), target.local()).isPresent()
        ? AliasRow.Kind.LOCAL
        : AliasRow.Kind.GROUP;
  }

  @Override
  public List<AliasInfo> aliases() {
    Map<MailAddress, List<MailAddress>> targets = new LinkedHashMap<>();
    for (AliasRow row : store.read(view -> view.scan(AliasRow.TABLE, KeyRange.all()))) {
      MailAddress.parse(row.target())
          .ifPresent(
              target -> targets.computeIfAbsent(row.address(), _ -> new ArrayList<>()).add(target));
    }
    return targets.entrySet().stream().map(e -> new AliasInfo(e.getKey(), e.getValue())).toList();
  }

  @Override
  public void removeAlias(MailAddress alias, Optional<MailAddress> target) {
    change(
        tx -> {
          List<AliasRow> rows =
              tx.scan(AliasRow.TABLE, KeyRange.prefix(alias.domain(), alias.local())).stream()
                  .filter(row -> target.isEmpty() || row.target().equals(target.get().toString()))
                  .toList();
          if (rows.isEmpty()) {
            throw DirectoryRules.missing("there is no such alias");
          }
          rows.forEach(row -> tx.delete(AliasRow.TABLE, row.domain(), row.local(), row.target()));
        });
  }

  @Override
  public List<NewCredential> hash(String password) {
    if (password.isEmpty()) {
      throw DirectoryRules.invalid("an empty password");
    }
    return hasher.hash(password);
  }

  @Override
  public List<NewCredential> importHash(String hash) {
    return hasher.importHash(hash);
  }
}
