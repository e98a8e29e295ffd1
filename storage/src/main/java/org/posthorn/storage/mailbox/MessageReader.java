package org.posthorn.storage.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.util.EnumSet;
import java.util.Optional;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.UidSet;

/// Reads messages for [MailboxService#visit] and [MailboxService#walk]: what is not cached is read
/// for a batch of messages at once, so that the hop to the store's readers is shared. Thread-safe.
final class MessageReader {
  private static final long VISIT_BYTES = 2 << 20;

  /// Larger bodies are not cached.
  static final int CACHED_BODY = 64 << 10;

  /// Longer headers are not cached, and this much is read where only headers are wanted.
  static final int CACHED_HEADER = 16 << 10;

  private final SnapshotCache snapshots;
  final Store store;
  final Structures structures;
  final Cache<EmailId, EmailInfo> emails;
  final Cache<BlobHash, byte[]> bodies;
  final SharedMail shared;

  MessageReader(
      Store store,
      SnapshotCache snapshots,
      Structures structures,
      SharedMail shared,
      long bodyBytes,
      MeterRegistry registry) {
    this.store = store;
    this.shared = shared;
    this.snapshots = snapshots;
    this.structures = structures;
    this.emails =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(bodyBytes / 4)
            .weigher((EmailId _, EmailInfo email) -> email.weight())
            .recordStats()
            .build();
    this.bodies =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(bodyBytes)
            .weigher((BlobHash _, byte[] body) -> 100 + body.length)
            .recordStats()
            .build();
    CaffeineCacheMetrics.monitor(registry, emails, "emails");
    CaffeineCacheMetrics.monitor(registry, bodies, "bodies");
  }

  void visit(
      AccountId owner,
      MailboxId mailbox,
      UidSet uids,
      EnumSet<Want> wants,
      MessageVisitor visitor) {
    MessageWalk walk = walk(owner, mailbox, uids, wants, VISIT_BYTES);
    Optional<StoredMessage> message = walk.next();
    while (message.isPresent() && visitor.visit(message.get())) {
      message = walk.next();
    }
  }

  MessageWalk walk(
      AccountId owner, MailboxId mailbox, UidSet uids, EnumSet<Want> wants, long aheadBytes) {
    return new BatchWalk(this, owner, snapshots.known(owner, mailbox), uids, wants, aheadBytes / 2);
  }
}
