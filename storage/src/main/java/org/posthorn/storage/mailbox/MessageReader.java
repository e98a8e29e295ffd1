package org.posthorn.storage.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.UidSet;

/// Reads messages for [MailboxService#visit]: what is not cached is read for a batch of messages at
/// once, so that the hop to the store's readers is shared. Thread-safe.
final class MessageReader {
  private static final int BATCH_MESSAGES = 64;
  private static final long BATCH_BYTES = 1 << 20;

  /// Larger bodies are not cached.
  static final int CACHED_BODY = 64 << 10;

  private final SnapshotCache snapshots;
  final Store store;
  final Structures structures;
  final Cache<EmailId, EmailInfo> emails;
  final Cache<BlobHash, byte[]> bodies;

  /// The part of an email's row that never changes.
  record EmailInfo(BlobHash blob, byte[] prefix, long bodySize) {
    int weight() {
      return 150 + prefix.length;
    }
  }

  MessageReader(
      Store store,
      SnapshotCache snapshots,
      Structures structures,
      long bodyBytes,
      MeterRegistry registry) {
    this.store = store;
    this.snapshots = snapshots;
    this.structures = structures;
    this.emails =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(Math.max(bodyBytes / 4, 1 << 20))
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
    ChunkedSnapshot snapshot = snapshots.known(owner, mailbox);
    boolean bytes = wants.contains(Want.HEADER) || wants.contains(Want.CONTENT);
    List<Integer> batch = new ArrayList<>(BATCH_MESSAGES);
    long batchBytes = 0;
    for (UidSet.Range range : uids.ranges()) {
      int first = snapshot.indexOf(range.first());
      for (int i = first >= 0 ? first : -first - 1; i < snapshot.size(); i++) {
        if (snapshot.uid(i) > range.last()) {
          break;
        }
        batch.add(i);
        batchBytes += bytes ? snapshot.messageSize(i) : 0;
        if (batch.size() == BATCH_MESSAGES || batchBytes >= BATCH_BYTES) {
          if (!flush(owner, snapshot, batch, wants, visitor)) {
            return;
          }
          batch.clear();
          batchBytes = 0;
        }
      }
    }
    flush(owner, snapshot, batch, wants, visitor);
  }

  private boolean flush(
      AccountId owner,
      ChunkedSnapshot snapshot,
      List<Integer> indexes,
      EnumSet<Want> wants,
      MessageVisitor visitor) {
    ReadBatch batch = new ReadBatch(this, owner, snapshot, indexes);
    batch.load(wants);
    for (int i = 0; i < indexes.size(); i++) {
      Optional<StoredMessage> message = batch.message(i);
      if (message.isPresent() && !visitor.visit(message.get())) {
        return false;
      }
    }
    return true;
  }

  long batchBytes() {
    return BATCH_BYTES;
  }
}
