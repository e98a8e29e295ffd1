package org.posthorn.storage.engine.mysql;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.posthorn.storage.engine.Engine.EngineBody;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// Servers that follow the cluster and may be behind: asked in turn for what never changes.
/// Whatever they lack, and all that goes wrong, is an absent answer: whoever asks turns to the
/// cluster then. Thread-safe.
final class Replicas implements AutoCloseable {
  private final List<ReplicaConnector> connectors;
  private final List<Replica> all;
  private final ScheduledExecutorService keeper;
  private final AtomicInteger turn = new AtomicInteger();

  /// Connects to nothing yet.
  Replicas(MysqlOptions options, MeterRegistry registry) {
    this.connectors =
        options.replicas().hosts().stream()
            .map(host -> new ReplicaConnector(options, host))
            .toList();
    this.keeper =
        Executors.newScheduledThreadPool(
            connectors.size(), Thread.ofPlatform().daemon().name("mysql-replica-", 0).factory());
    this.all =
        connectors.stream()
            .map(connector -> new Replica(connector, options.replicas(), keeper, registry))
            .toList();
  }

  /// Begins to connect to them, and returns at once.
  ///
  /// @param storeId the store's id, which all of them must have
  void start(String storeId) {
    connectors.forEach(connector -> connector.expect(storeId));
    all.forEach(replica -> keeper.execute(replica::probe));
  }

  private Optional<Replica.Lease> lease(int wanted) {
    int first = all.isEmpty() ? 0 : Math.floorMod(turn.getAndIncrement(), all.size());
    for (int i = 0; i < all.size(); i++) {
      Optional<Replica.Lease> lease = all.get((first + i) % all.size()).lease(wanted);
      if (lease.isPresent()) {
        return lease;
      }
    }
    return Optional.empty();
  }

  /// Rows by their keys, as one of them has them; nothing at all where none answers.
  <R> List<Optional<R>> rows(SqlTables tables, Table<R> table, List<byte[]> keys) {
    Optional<Replica.Lease> lease = lease(keys.size());
    if (lease.isEmpty()) {
      return List.of();
    }
    try (ReadView view = new ReadView(lease.get(), tables)) {
      List<Optional<R>> rows = view.get(table, keys);
      lease.get().found((int) rows.stream().filter(Optional::isPresent).count());
      return rows;
    } catch (StorageException _) {
      // It was told of where it was counted.
      return List.of();
    }
  }

  /// Bodies that one of them has.
  ///
  /// @param small those that could be read at once
  /// @param larger those that have to be opened alone
  record Bodies(Map<BlobHash, EngineBody> small, Set<BlobHash> larger) {
    boolean has(BlobHash hash) {
      return small.containsKey(hash) || larger.contains(hash);
    }
  }

  /// Reads small bodies with one question.
  ///
  /// @param bytes the most stored octets of a small one
  /// @param cluster opens a body there, if what was read turns out to be damaged
  Bodies bodies(
      Collection<BlobHash> wanted, int bytes, Function<BlobHash, Optional<EngineBody>> cluster) {
    Bodies bodies = new Bodies(new HashMap<>(), new HashSet<>());
    List<BlobHash> hashes = wanted.stream().distinct().toList();
    Optional<Replica.Lease> leased = lease(hashes.size());
    if (leased.isEmpty()) {
      return bodies;
    }
    try (Replica.Lease lease = leased.get()) {
      List<BlobHash> padded = MysqlView.padded(hashes);
      Map<BlobHash, Optional<byte[]>> found =
          lease.call(connection -> BodyTable.upTo(connection, padded, bytes));
      lease.found(found.size());
      found.forEach(
          (hash, stored) ->
              stored.ifPresentOrElse(
                  form ->
                      body(lease.replica(), hash, cluster, () -> Optional.of(MysqlBody.of(form)))
                          .ifPresent(body -> bodies.small.put(hash, body)),
                  () -> bodies.larger.add(hash)));
    } catch (StorageException _) {
      // It was told of where it was counted.
    }
    return bodies;
  }

  private static Optional<EngineBody> body(
      Replica replica,
      BlobHash hash,
      Function<BlobHash, Optional<EngineBody>> cluster,
      Supplier<Optional<EngineBody>> open) {
    try {
      return open.get().map(body -> new ReplicaBody(replica, hash, body, cluster));
    } catch (StorageException failure) {
      if (!(failure.error() instanceof StorageError.Unavailable)) {
        replica.damaged(hash, failure);
      }
      return Optional.empty();
    }
  }

  /// Opens one body.
  Optional<EngineBody> body(BlobHash hash, Function<BlobHash, Optional<EngineBody>> cluster) {
    Bodies found = bodies(List.of(hash), BodyTable.PIECE, cluster);
    return found.larger.isEmpty()
        ? Optional.ofNullable(found.small.get(hash))
        : larger(hash, cluster);
  }

  /// One of several pieces, which have to be of one moment: a body that was deleted and brought
  /// again may be stored in another way.
  private Optional<EngineBody> larger(
      BlobHash hash, Function<BlobHash, Optional<EngineBody>> cluster) {
    return lease(1)
        .flatMap(lease -> body(lease.replica(), hash, cluster, () -> larger(hash, lease)));
  }

  /// Keeps the lease as long as the body is open.
  private static Optional<EngineBody> larger(BlobHash hash, Replica.Lease lease) {
    try {
      lease.snapshot();
      Optional<EngineBody> body = MysqlBody.open(lease, hash);
      lease.found(body.isPresent() ? 1 : 0);
      return body;
    } catch (StorageException failure) {
      lease.close();
      throw failure;
    }
  }

  @Override
  public void close() {
    keeper.shutdownNow();
    all.forEach(Replica::close);
  }
}
