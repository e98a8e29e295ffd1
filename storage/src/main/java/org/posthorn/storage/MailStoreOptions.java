package org.posthorn.storage;

import java.time.Duration;
import java.util.Optional;
import org.posthorn.config.AuthenticationConfig;
import org.posthorn.config.MailboxConfig;
import org.posthorn.config.StorageConfig;
import org.posthorn.storage.change.MailboxLimits;
import org.posthorn.storage.directory.AccountMailboxes;
import org.posthorn.storage.directory.AuthenticationOptions;

/// How a [MailStore] works.
///
/// @param limits how much accounts may have
/// @param newAccount the mailboxes of a new account
/// @param separator what parts local part and detail of plus addressing
/// @param authentication how passwords are kept and checked
/// @param snapshotBytes heap for mailbox snapshots
/// @param structureBytes heap for parsed structures
/// @param bodyBytes heap for small bodies
/// @param expungedRetention how long expunged UIDs are known exactly
/// @param undeleteWindow how long an expunged message can be brought back
/// @param blobGrace how long a body without uses is kept
public record MailStoreOptions(
    MailboxLimits limits,
    AccountMailboxes newAccount,
    Optional<Character> separator,
    AuthenticationOptions authentication,
    long snapshotBytes,
    long structureBytes,
    long bodyBytes,
    Duration expungedRetention,
    Duration undeleteWindow,
    Duration blobGrace) {
  /// As configured.
  public static MailStoreOptions of(
      StorageConfig storage, MailboxConfig mailbox, AuthenticationConfig authentication) {
    return new MailStoreOptions(
        MailboxLimits.of(mailbox),
        AccountMailboxes.of(mailbox.created()),
        mailbox.addressSeparator(),
        AuthenticationOptions.of(authentication),
        storage.cache().snapshots().bytes(),
        storage.cache().structures().bytes(),
        storage.cache().blobs().bytes(),
        storage.expungedRetention(),
        storage.undeleteWindow(),
        storage.blobGrace());
  }

  /// The defaults of the configuration.
  public static MailStoreOptions defaults() {
    return of(StorageConfig.defaults(), MailboxConfig.defaults(), AuthenticationConfig.defaults());
  }

  public MailStoreOptions withAuthentication(AuthenticationOptions options) {
    return new MailStoreOptions(
        limits,
        newAccount,
        separator,
        options,
        snapshotBytes,
        structureBytes,
        bodyBytes,
        expungedRetention,
        undeleteWindow,
        blobGrace);
  }

  /// The same with the heap for caches parted among some stores.
  public MailStoreOptions withCachesFor(int stores) {
    return new MailStoreOptions(
        limits,
        newAccount,
        separator,
        authentication,
        snapshotBytes / stores,
        structureBytes / stores,
        bodyBytes / stores,
        expungedRetention,
        undeleteWindow,
        blobGrace);
  }

  public MailStoreOptions withLimits(MailboxLimits newLimits) {
    return new MailStoreOptions(
        newLimits,
        newAccount,
        separator,
        authentication,
        snapshotBytes,
        structureBytes,
        bodyBytes,
        expungedRetention,
        undeleteWindow,
        blobGrace);
  }
}
