package org.posthorn.storage.mailbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.posthorn.storage.cache.SharedCache;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.schema.MailboxRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Snapshots of large mailboxes in the shared cache, for daemons that open them for the first time.
///
/// A [RegisteredSnapshot] in the store names a [SnapshotList] by its SHA-256, and that names each
/// [Chunk] by its own. So nothing is believed that the store does not vouch for, whatever the cache
/// has under these names; and what is believed is only a beginning: [SnapshotRows#since] reads the
/// rows that changed since. Decision 033 says why that cannot be wrong. Thread-safe.
final class SharedSnapshots implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SharedSnapshots.class);

  /// Smaller mailboxes are read from their rows: that takes no longer.
  static final int LEAST_MESSAGES = 2_000;

  /// Octets of chunks that are asked for at once.
  private static final int BATCH_OCTETS = 256 * 1024;

  /// A cache that takes longer than this to bring a snapshot is of no use.
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final SharedCache cache;
  private final InstantSource clock;
  private final SnapshotSharer sharer;
  private final Counter found;
  private final Counter absent;
  private final Counter damaged;

  SharedSnapshots(SharedCache cache, Store store, InstantSource clock, MeterRegistry registry) {
    this.cache = cache;
    this.clock = clock;
    this.sharer = new SnapshotSharer(cache, store, clock, registry);
    this.found = counter(registry, "found");
    this.absent = counter(registry, "absent");
    this.damaged = counter(registry, "damaged");
  }

  static Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("posthorn.snapshots.shared")
        .description("Snapshots of large mailboxes that were looked for in Redis, or put there")
        .tag("outcome", outcome)
        .register(registry);
  }

  /// How far a snapshot in memory is from the one in the shared cache.
  ///
  /// @param since the last change that this daemon knows to be in there; -1 for none
  /// @param rows those read since then
  record Drift(long since, long rows) {}

  /// What a first look at a mailbox gives.
  sealed interface Look {
    /// It was read.
    record Read(SnapshotRows.Loaded loaded) implements Look {}

    /// The shared cache may have it.
    record Ask(RegisteredSnapshot registered) implements Look {}
  }

  /// Reads a mailbox, unless the shared cache may have it.
  Look look(View view, AccountId owner, MailboxId mailbox) {
    MailboxRow row = SnapshotRows.mailbox(view, owner, mailbox);
    if (cache.isUsed() && row.messages() >= LEAST_MESSAGES) {
      Optional<RegisteredSnapshot> registered =
          RegisteredSnapshot.find(view, mailbox, clock.instant())
              .filter(one -> SnapshotRows.leadsTo(one.uidValidity(), one.modSeq(), row));
      if (registered.isPresent()) {
        return new Look.Ask(registered.get());
      }
      absent.increment();
    }
    return new Look.Read(SnapshotRows.all(view, row));
  }

  /// What the shared cache has; empty where anything of it is missing or not what it should be.
  Optional<SnapshotRows.Base> fetch(MailboxId mailbox, RegisteredSnapshot registered) {
    try {
      Optional<byte[]> octets = list(registered.list());
      if (octets.isPresent()) {
        SnapshotList list = SnapshotList.decode(octets.get());
        if (!list.mailbox().equals(mailbox)
            || list.uidValidity() != registered.uidValidity()
            || list.modSeq() != registered.modSeq()) {
          throw new Octets.Malformed("of another mailbox");
        }
        Optional<List<Chunk>> chunks = chunks(list.pieces());
        if (chunks.isPresent()) {
          return Optional.of(
              new SnapshotRows.Base(list.uidValidity(), list.modSeq(), chunks.get()));
        }
      }
      absent.increment();
    } catch (Octets.Malformed wrong) {
      damaged(mailbox, wrong.why());
    }
    return Optional.empty();
  }

  private void damaged(MailboxId mailbox, String why) {
    damaged.increment();
    log.atWarn()
        .addKeyValue("mailbox", mailbox)
        .addKeyValue("reason", why)
        .log("the snapshot of a mailbox in Redis is damaged; its rows are read");
  }

  private Optional<byte[]> list(BlobHash hash) throws Octets.Malformed {
    Optional<byte[]> octets =
        cache
            .starts(List.of(SnapshotSharer.listName(hash)), SnapshotList.MOST_OCTETS)
            .map(List::getFirst)
            .filter(found -> found.length > 0);
    if (octets.isPresent()) {
      check(octets.get(), hash);
    }
    return octets;
  }

  private static void check(byte[] octets, BlobHash hash) throws Octets.Malformed {
    if (!SharedMail.sha256(octets).equals(hash)) {
      throw new Octets.Malformed("not what its name says");
    }
  }

  private Optional<List<Chunk>> chunks(List<SnapshotList.Piece> pieces) throws Octets.Malformed {
    long end = System.nanoTime() + PATIENCE_NANOS;
    List<Chunk> chunks = new ArrayList<>(pieces.size());
    int done = 0;
    while (done < pieces.size()) {
      int to = batchEnd(pieces, done);
      if (System.nanoTime() - end > 0 || !addAll(chunks, pieces.subList(done, to))) {
        return Optional.empty();
      }
      done = to;
    }
    return Optional.of(chunks);
  }

  private static int batchEnd(List<SnapshotList.Piece> pieces, int from) {
    int octets = 0;
    int to = from;
    while (to < pieces.size() && octets < BATCH_OCTETS) {
      octets += pieces.get(to++).octets();
    }
    return to;
  }

  /// Says whether all were there.
  private boolean addAll(List<Chunk> chunks, List<SnapshotList.Piece> pieces)
      throws Octets.Malformed {
    List<String> names =
        pieces.stream().map(piece -> SnapshotSharer.chunkName(piece.hash())).toList();
    int most = pieces.stream().mapToInt(SnapshotList.Piece::octets).max().orElse(0);
    Optional<List<byte[]>> values = cache.starts(names, most + 1);
    if (values.isEmpty()) {
      return false;
    }
    for (int i = 0; i < names.size(); i++) {
      byte[] octets = values.get().get(i);
      if (octets.length == 0) {
        return false;
      }
      check(octets, pieces.get(i).hash());
      Chunk chunk = ChunkCodec.decode(octets);
      if (chunk.size != pieces.get(i).messages()
          || (!chunks.isEmpty() && chunk.firstUid() <= chunks.getLast().lastUid())) {
        throw new Octets.Malformed("its chunks do not fit together");
      }
      chunks.add(chunk);
    }
    return true;
  }

  /// Whether what came of a snapshot from the shared cache agrees with the counts in the mailbox's
  /// row. It always should.
  boolean isTrue(SnapshotRows.Loaded loaded) {
    if (loaded.whole() || loaded.snapshot().agreesWithRow()) {
      (loaded.whole() ? absent : found).increment();
      return true;
    }
    damaged(loaded.snapshot().mailbox(), "it does not agree with the mailbox's counts");
    return false;
  }

  /// Has a snapshot put into the shared cache where that spares others more than it costs: when all
  /// rows were read, or many since it was last put there.
  ///
  /// @param before the drift of the snapshot in memory that it was made of
  /// @return its own
  Drift consider(AccountId owner, SnapshotRows.Loaded loaded, Optional<Drift> before) {
    ChunkedSnapshot snapshot = loaded.snapshot();
    Drift drift = new Drift(loaded.since(), loaded.rows());
    if (before.isPresent() && !loaded.whole()) {
      drift = new Drift(before.get().since, before.get().rows + loaded.rows());
    }
    boolean due =
        cache.isUsed()
            && snapshot.size() >= LEAST_MESSAGES
            && drift.rows >= Math.max(LEAST_MESSAGES, snapshot.size() / 16);
    return due && sharer.offer(owner, snapshot, drift.since)
        ? new Drift(snapshot.modSeq(), 0)
        : drift;
  }

  @Override
  public void close() {
    sharer.close();
  }
}
