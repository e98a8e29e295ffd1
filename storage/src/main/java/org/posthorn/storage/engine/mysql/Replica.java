package org.posthorn.storage.engine.mysql;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.posthorn.config.MysqlReplicas;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One server that follows the cluster: its connections, and whether it is asked now.
///
/// One answer that fails or is late has it left alone for a pause; then it has to let itself be
/// connected to and be the right one ([ReplicaConnector]) before it is asked again. Each turn is
/// logged once. Nobody waits for a connection that others use. Thread-safe.
final class Replica implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Replica.class);

  /// Connections that were idle for longer may have been cut by somebody on the way.
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final ReplicaConnector connector;
  private final MysqlReplicas options;
  private final ScheduledExecutorService keeper;
  private final Semaphore free;
  private final Deque<Idle> idle = new ConcurrentLinkedDeque<>();
  private final Counter hits;
  private final Counter misses;
  private final Counter failures;
  private final AtomicBoolean toldDamage = new AtomicBoolean();
  private volatile boolean up;

  /// Rises when it is left alone: connections that are older are not used any more.
  private volatile int round;

  private String told = "";

  /// @param round in which it was made
  private record Idle(Connection connection, int round, long since) {}

  /// @param keeper runs what it does beside answering
  Replica(
      ReplicaConnector connector,
      MysqlReplicas options,
      ScheduledExecutorService keeper,
      MeterRegistry registry) {
    this.connector = connector;
    this.options = options;
    this.keeper = keeper;
    this.free = new Semaphore(options.connections());
    this.hits = counter(registry, "hit");
    this.misses = counter(registry, "miss");
    this.failures = counter(registry, "failed");
    Gauge.builder("posthorn.mysql.replica.up", this, replica -> replica.up ? 1 : 0)
        .description("Whether the read replica is asked")
        .tag("replica", connector.host())
        .register(registry);
  }

  private Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("posthorn.mysql.replica.reads")
        .description("Rows and bodies that a read replica was asked for")
        .tag("replica", connector.host())
        .tag("outcome", outcome)
        .register(registry);
  }

  /// Tries whether it is there, again and again until it is.
  void probe() {
    drop();
    try {
      idle.push(new Idle(connector.connect(), round, System.nanoTime()));
      answers();
    } catch (SQLException failure) {
      tell(failure);
      later();
    }
  }

  private void later() {
    try {
      var _ = keeper.schedule(this::probe, options.pause().toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException _) {
      // Closed meanwhile.
    }
  }

  private synchronized void answers() {
    up = true;
    told = "";
    toldDamage.set(false);
    log.atInfo().addKeyValue("host", connector.host()).log("a read replica is used");
  }

  private synchronized void tell(SQLException failure) {
    String news =
        failure instanceof ReplicaConnector.Unfit
            ? "a read replica is not used: " + failure.getMessage()
            : "a read replica cannot be used; going on without it";
    if (!told.equals(news)) {
      told = news;
      log.atWarn()
          .addKeyValue("host", connector.host())
          .addKeyValue(
              "reason", String.valueOf(failure.getMessage()).lines().findFirst().orElse(""))
          .log(news);
    }
  }

  /// @param then the round in which the connection was made that failed
  private synchronized void failed(SQLException failure, int then) {
    if (up && then == round) {
      up = false;
      round++;
      tell(failure);
      later();
    }
  }

  /// Something that it has is damaged. Each is asked of the cluster, and the first one is logged.
  void damaged(BlobHash hash, StorageException failure) {
    failures.increment();
    if (!toldDamage.getAndSet(true)) {
      log.atWarn()
          .setCause(failure)
          .addKeyValue("host", connector.host())
          .addKeyValue("blob", hash)
          .log("a read replica has a damaged body");
    }
  }

  /// A connection that is made with the first call; empty while the server is left alone, or others
  /// use all there may be.
  ///
  /// @param wanted how many rows or bodies are to be asked for
  Optional<Lease> lease(int wanted) {
    return up && free.tryAcquire() ? Optional.of(new Lease(wanted)) : Optional.empty();
  }

  private Optional<Connection> reused(int now) {
    for (Idle next = idle.poll(); next != null; next = idle.poll()) {
      if (next.round == now && System.nanoTime() - next.since < IDLE_NANOS) {
        return Optional.of(next.connection);
      }
      ReplicaConnector.close(next.connection);
    }
    return Optional.empty();
  }

  private void drop() {
    for (Idle next = idle.poll(); next != null; next = idle.poll()) {
      ReplicaConnector.close(next.connection);
    }
  }

  @Override
  public void close() {
    up = false;
    drop();
  }

  /// The use of a connection. A call that fails has the server left alone. One thread.
  final class Lease implements Connected {
    private final int wanted;
    private final int made = round;
    private Optional<Connection> connection = Optional.empty();
    private boolean sound = true;
    private boolean snapshot;
    private boolean closed;

    private Lease(int wanted) {
      this.wanted = wanted;
    }

    @Override
    public <T> T call(Call<T> call) {
      try {
        if (connection.isEmpty()) {
          connection = reused(made);
        }
        if (connection.isEmpty()) {
          connection = Optional.of(connector.connect());
        }
        return call.on(connection.get());
      } catch (SQLException failure) {
        sound = false;
        failures.increment(wanted);
        failed(failure, made);
        throw new StorageException(
            new StorageError.Unavailable("the read replica did not answer"), failure);
      }
    }

    /// Has the calls that follow see one moment.
    void snapshot() {
      snapshot = true;
      call(
          open -> {
            open.setAutoCommit(false);
            return true;
          });
    }

    /// Counts what an answer had.
    void found(int count) {
      hits.increment(count);
      misses.increment(wanted - count);
    }

    Replica replica() {
      return Replica.this;
    }

    @Override
    public void close() {
      if (closed) {
        return;
      }
      closed = true;
      connection.ifPresent(this::giveBack);
      free.release();
    }

    private void giveBack(Connection open) {
      try {
        if (sound && up && made == round) {
          if (snapshot) {
            open.rollback();
            open.setAutoCommit(true);
          }
          idle.push(new Idle(open, made, System.nanoTime()));
          return;
        }
      } catch (SQLException failure) {
        failed(failure, made);
      }
      ReplicaConnector.close(open);
    }
  }
}
