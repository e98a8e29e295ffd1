package org.posthorn.storage.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.posthorn.storage.cache.SharedCache;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.MailboxId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts snapshots into the shared cache, one after the other, on a thread that nobody waits for:
/// first the chunks that it does not have already, then their list, and last the row of the store
/// that vouches for them. Thread-safe.
final class SnapshotSharer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SnapshotSharer.class);

  /// Snapshots that wait.
  private static final int MOST_WAITING = 32;

  private static final int CLOSE_SECONDS = 2;

  private final SharedCache cache;
  private final Store store;
  private final InstantSource clock;
  private final Counter written;
  private final Counter failed;

  /// Chunks that were put there so lately that they stay for another while.
  private final Cache<Chunk, SnapshotList.Piece> kept;

  private final Set<MailboxId> waiting = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor writer =
      new ThreadPoolExecutor(
          0,
          1,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          Thread.ofPlatform().daemon().name("snapshot-sharer").factory());
  private volatile boolean closed;

  SnapshotSharer(SharedCache cache, Store store, InstantSource clock, MeterRegistry registry) {
    this.cache = cache;
    this.store = store;
    this.clock = clock;
    this.written = SharedSnapshots.counter(registry, "written");
    this.failed = SharedSnapshots.counter(registry, "failed");
    this.kept =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .weakKeys()
            .expireAfterWrite(cache.keep().dividedBy(2))
            .build();
  }

  static String listName(BlobHash hash) {
    return "snapshot:" + hash;
  }

  static String chunkName(BlobHash hash) {
    return "chunk:" + hash;
  }

  /// Has it written soon.
  ///
  /// @param since nothing is written where the store vouches for a snapshot after this change
  ///     already; -1 to write all the same
  /// @return false if it will not be
  boolean offer(AccountId owner, ChunkedSnapshot snapshot, long since) {
    MailboxId mailbox = snapshot.mailbox();
    if (closed || snapshot.chunks().length > SnapshotList.MOST_PIECES || !waiting.add(mailbox)) {
      return false;
    }
    try {
      writer.execute(() -> run(owner, snapshot, since));
      return true;
    } catch (RejectedExecutionException _) {
      waiting.remove(mailbox);
      return false;
    }
  }

  private void run(AccountId owner, ChunkedSnapshot snapshot, long since) {
    try {
      if (isNeeded(snapshot, since)) {
        (write(owner, snapshot) ? written : failed).increment();
      }
    } catch (RuntimeException failure) {
      failed.increment();
      log.atDebug().setCause(failure).log("a snapshot could not be shared");
    } finally {
      waiting.remove(snapshot.mailbox());
    }
  }

  private boolean isNeeded(ChunkedSnapshot snapshot, long since) {
    return since < 0
        || store
            .read(view -> RegisteredSnapshot.find(view, snapshot.mailbox(), clock.instant()))
            .filter(other -> other.uidValidity() == snapshot.uidValidity())
            .filter(other -> other.modSeq() > since)
            .isEmpty();
  }

  private boolean write(AccountId owner, ChunkedSnapshot snapshot) {
    List<SnapshotList.Piece> pieces = new ArrayList<>();
    for (Chunk chunk : snapshot.chunks()) {
      Optional<SnapshotList.Piece> piece = closed ? Optional.empty() : keep(chunk);
      if (piece.isEmpty()) {
        return false;
      }
      pieces.add(piece.get());
    }
    SnapshotList list =
        new SnapshotList(snapshot.mailbox(), snapshot.uidValidity(), snapshot.modSeq(), pieces);
    byte[] octets = list.encode();
    BlobHash hash = SharedMail.sha256(octets);
    return cache.store(listName(hash), octets)
        && register(owner, new RegisteredSnapshot(hash, list.uidValidity(), list.modSeq()), list);
  }

  private Optional<SnapshotList.Piece> keep(Chunk chunk) {
    SnapshotList.Piece known = kept.getIfPresent(chunk);
    if (known != null) {
      return Optional.of(known);
    }
    byte[] octets = ChunkCodec.encode(chunk);
    if (octets.length == 0) {
      return Optional.empty();
    }
    SnapshotList.Piece piece =
        new SnapshotList.Piece(SharedMail.sha256(octets), octets.length, chunk.size);
    if (!cache.store(chunkName(piece.hash()), octets)) {
      return Optional.empty();
    }
    kept.put(chunk, piece);
    return Optional.of(piece);
  }

  /// Writes the row that vouches for it, unless the mailbox is another one by now.
  private boolean register(AccountId owner, RegisteredSnapshot registered, SnapshotList list) {
    return store.transact(
        Scopes.none(),
        tx -> {
          boolean leads =
              SnapshotRows.leadsTo(
                  registered.uidValidity(),
                  registered.modSeq(),
                  SnapshotRows.mailbox(tx, owner, list.mailbox()));
          if (leads) {
            registered.put(tx, list.mailbox(), clock.instant().plus(cache.keep()));
          }
          return leads;
        });
  }

  @Override
  public void close() {
    closed = true;
    writer.shutdown();
    try {
      // What then still waits for a database that is gone ends with the store.
      var _ = writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
