package org.posthorn.storage.directory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.CredentialId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.Protocol;

/// Changes of the directory, for the command line. All methods block, are thread-safe, and return
/// when their effect is durable and seen by every [Directory] of this process.
///
/// Errors: [org.posthorn.storage.model.StorageException] with `Missing` for a domain, account or
/// alias that is not there, `Exists` for one that is, `Invalid` for values that break a rule.
public interface DirectoryAdmin {
  /// A domain.
  ///
  /// @param aliasOf the domain whose addresses it has; empty for one with its own
  record DomainInfo(String name, Optional<String> aliasOf, Instant createdAt) {}

  /// An account.
  ///
  /// @param login its first address
  /// @param addresses all its addresses, the first included
  /// @param quotaBytes its own quota: octets, 0 for none, -1 for the configured one
  /// @param usedBytes octets of its mail; [#UNKNOWN] while its shard cannot be reached
  /// @param usedMessages its messages; [#UNKNOWN] likewise
  /// @param place the shard that has its mail; [AccountPlaces#HOME] beside the directory
  record AccountInfo(
      AccountId id,
      String login,
      boolean enabled,
      List<MailAddress> addresses,
      long quotaBytes,
      long usedBytes,
      long usedMessages,
      Instant createdAt,
      String place) {
    /// What cannot be told now.
    public static final long UNKNOWN = -1;

    public AccountInfo {
      addresses = List.copyOf(addresses);
    }

    AccountInfo using(long bytes, long messages) {
      return new AccountInfo(
          id, login, enabled, addresses, quotaBytes, bytes, messages, createdAt, place);
    }
  }

  /// An alias. A catch-all has the local part `*`.
  record AliasInfo(MailAddress alias, List<MailAddress> targets) {
    public AliasInfo {
      targets = List.copyOf(targets);
    }
  }

  /// A credential, without its secret.
  ///
  /// @param protocols where it is good for; empty for everywhere
  record CredentialInfo(
      CredentialId id,
      String label,
      List<Protocol> protocols,
      Optional<Instant> expiresAt,
      Instant createdAt) {}

  /// Adds a domain.
  ///
  /// @param aliasOf the domain whose addresses it takes over
  void addDomain(String domain, Optional<String> aliasOf);

  /// All domains, by name.
  List<DomainInfo> domains();

  /// Removes a domain that has no addresses and no aliases any more.
  ///
  /// @throws org.posthorn.storage.model.StorageException `Denied` where it has
  void removeDomain(String domain);

  /// Adds an account with its mailboxes.
  default AccountId addAccount(NewAccount account) {
    return addAccounts(List.of(account)).getFirst();
  }

  /// Adds many accounts, about fifty in a transaction; where one cannot be added, those of earlier
  /// transactions stay.
  List<AccountId> addAccounts(List<NewAccount> accounts);

  /// All accounts, by login.
  List<AccountInfo> accounts();

  /// The account with an address.
  Optional<AccountInfo> account(MailAddress address);

  /// Removes an account: at once it takes no mail and no login; its mail is purged in the
  /// background.
  void removeAccount(MailAddress address);

  /// Replaces the account's main password; application passwords stay.
  ///
  /// @param credentials what [#hash] or [#importHash] made
  void setPassword(MailAddress address, List<NewCredential> credentials);

  /// Adds an application password.
  ///
  /// @param label what the owner calls it, not empty
  /// @param protocols where it is good for; empty for everywhere
  void addAppPassword(
      MailAddress address,
      List<NewCredential> credentials,
      String label,
      List<Protocol> protocols,
      Optional<Instant> expiresAt);

  /// Removes the application passwords of that label.
  void removeAppPassword(MailAddress address, String label);

  /// The account's credentials.
  List<CredentialInfo> credentials(MailAddress address);

  /// Sets the quota: octets, 0 for none, -1 for the configured one.
  void setQuota(MailAddress address, long octets);

  /// Lets an account take mail and log in, or ends that; its mail stays.
  void setEnabled(MailAddress address, boolean enabled);

  /// Gives an account one more address.
  void addAddress(MailAddress account, MailAddress address);

  /// Takes an address from its account; the last one stays.
  void removeAddress(MailAddress address);

  /// Adds targets to an alias, which is made where it is missing. Local part `*` makes a catch-all.
  void addAlias(MailAddress alias, List<MailAddress> targets);

  /// All aliases, by domain and local part.
  List<AliasInfo> aliases();

  /// Removes one target of an alias, or all.
  void removeAlias(MailAddress alias, Optional<MailAddress> target);

  /// Hashes a password: Argon2id, and the SCRAM keys that the configuration asks for. Takes tens of
  /// milliseconds, on the caller's thread; the result can be given to any number of accounts.
  List<NewCredential> hash(String password);

  /// Takes a hash that another system made: `{ARGON2ID}`, `{BCRYPT}`, `{SHA512-CRYPT}`, `{SSHA512}`
  /// or `{SCRAM-SHA-256}` and its value.
  ///
  /// @throws org.posthorn.storage.model.StorageException `Invalid` for an unknown scheme or a bad
  ///     value
  List<NewCredential> importHash(String hash);
}
