package org.posthorn.server.daemon;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.posthorn.config.Compression;
import org.posthorn.config.EmbeddedStorage;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.StorageConfig;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.MailStoreOptions;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.blob.SpoolOptions;
import org.posthorn.storage.cache.SharedCache;
import org.posthorn.storage.directory.AccountPlaces;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.NodeNumber;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.StoreOptions;
import org.posthorn.storage.engine.mysql.MysqlEngine;
import org.posthorn.storage.engine.mysql.MysqlOptions;
import org.posthorn.storage.engine.rocksdb.Layout;
import org.posthorn.storage.engine.rocksdb.RocksEngine;
import org.posthorn.storage.io.Disk;
import org.posthorn.storage.io.RealDisk;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.redis.RedisTier;
import org.posthorn.storage.schema.Schema;
import org.posthorn.storage.shared.ChangeFeed;
import org.posthorn.storage.shared.Sharing;

/// The mail store that a configuration names, open.
///
/// @param mail the services
/// @param spool where messages wait while they come in, on the store's file system
/// @param redis what daemons share beside the database, where it is configured
/// @param hold what keeps other processes from the data directory
public record OpenStore(MailStore mail, Spool spool, Optional<RedisTier> redis, Closeable hold)
    implements AutoCloseable {
  /// Opens the store, or makes it where there is none.
  ///
  /// @throws IOException where the data directory cannot be made
  /// @throws org.posthorn.storage.model.StorageException where the store cannot be opened, for
  ///     example because another process has it
  public static OpenStore open(PosthornConfig config, MeterRegistry registry) throws IOException {
    Path data = DataDirectory.make(config.server().dataDir(), config.server().umask());
    return switch (config.storage().engine()) {
      // The engine locks its directory itself.
      case EMBEDDED -> open(data, config, new NodeNumber.Fixed(0), () -> {}, registry);
      case MYSQL -> shared(data, config, Instance.hold(data), registry);
    };
  }

  private static OpenStore shared(
      Path data, PosthornConfig config, Instance instance, MeterRegistry registry)
      throws IOException {
    try {
      return open(data, config, new NodeNumber.Leased(instance.name()), instance, registry);
    } catch (IOException | RuntimeException e) {
      instance.close();
      throw e;
    }
  }

  private static OpenStore open(
      Path data, PosthornConfig config, NodeNumber node, Closeable hold, MeterRegistry registry)
      throws IOException {
    OpenShards shards = new OpenShards(config, registry);
    Engine engine = openEngine(config, shards.metrics(AccountPlaces.HOME));
    try {
      return open(engine, config, node, hold, shards);
    } catch (StorageException e) {
      throw e.error() instanceof StorageError.Corrupt ? told(config.server().dataDir(), e) : e;
    }
  }

  private static OpenStore open(
      Engine engine, PosthornConfig config, NodeNumber node, Closeable hold, OpenShards shards) {
    StorageConfig storage = config.storage();
    MeterRegistry own = shards.metrics(AccountPlaces.HOME);
    Store store = openStore(engine, storage, node, own);
    Optional<RedisTier> redis = redis(config, store, own);
    try {
      Spool spool = openSpool(config);
      MailStoreOptions options = shards.options();
      Sharing sharing = sharing(storage, redis);
      Clock clock = Clock.systemUTC();
      MailStore mail =
          shards.isEmpty()
              ? MailStore.open(store, options, sharing, own, clock)
              : MailStore.open(store, options, sharing, shards.sharding(spool), own, clock);
      return new OpenStore(mail, spool, redis, hold);
    } catch (RuntimeException e) {
      redis.ifPresent(RedisTier::close);
      store.close();
      throw e;
    }
  }

  /// What daemons share beside a store's database.
  static Optional<RedisTier> redis(PosthornConfig config, Store store, MeterRegistry registry) {
    return store.shared()
        ? RedisTier.open(config.redis(), store.id(), registry, Clock.systemUTC())
        : Optional.empty();
  }

  static Sharing sharing(StorageConfig storage, Optional<RedisTier> redis) {
    return new Sharing(
        redis.map(RedisTier::feed).orElse(ChangeFeed.NONE),
        redis.map(RedisTier::cache).orElse(SharedCache.NONE),
        storage.mysql().changePoll());
  }

  /// Opens the engine that a configuration names, without a store on it.
  ///
  /// @throws IOException where the data directory cannot be made
  /// @throws StorageException where it cannot be opened
  public static Engine openEngine(PosthornConfig config, MeterRegistry registry)
      throws IOException {
    StorageConfig storage = config.storage();
    return switch (storage.engine()) {
      case EMBEDDED -> {
        Path data = DataDirectory.make(config.server().dataDir(), config.server().umask());
        yield openEmbedded(data, storage.embedded(), new RealDisk(), registry);
      }
      case MYSQL -> openMysql(storage, registry);
    };
  }

  static Engine openMysql(StorageConfig storage, MeterRegistry registry) {
    return MysqlEngine.open(MysqlOptions.of(storage.mysql()), registry, Clock.systemUTC());
  }

  /// Opens the store on an engine, which is closed with it.
  ///
  /// @param node how this process comes by its number among those that share the store
  public static Store openStore(
      Engine engine, StorageConfig storage, NodeNumber node, MeterRegistry registry) {
    StoreOptions options =
        switch (storage.engine()) {
          case EMBEDDED ->
              new StoreOptions(
                  storage.embedded().effectiveReaderThreads(),
                  storage.embedded().effectiveWriterThreads(),
                  node,
                  Schema.TABLES);
          case MYSQL ->
              new StoreOptions(
                  storage.mysql().readers(),
                  MysqlEngine.writers(storage.mysql().writeConnections()),
                  node,
                  Schema.TABLES);
        };
    return Store.open(engine, options, registry, Clock.systemUTC());
  }

  /// Opens the spool of a configuration's data directory.
  public static Spool openSpool(PosthornConfig config) {
    Path directory = new Layout(config.server().dataDir().toAbsolutePath()).spool();
    return Spool.open(new RealDisk(), directory, spoolOptions(config.storage()));
  }

  private static RocksEngine openEmbedded(
      Path data, EmbeddedStorage options, Disk disk, MeterRegistry registry) {
    try {
      return RocksEngine.open(data, options, disk, registry);
    } catch (StorageException e) {
      throw told(data, e);
    }
  }

  /// Says which store it is that cannot be opened, and for a damaged one which file and what to do.
  private static StorageException told(Path data, StorageException e) {
    return switch (e.error()) {
      case StorageError.Unavailable(String message) ->
          new StorageException(new StorageError.Unavailable(data + ": " + message), e);
      case StorageError.Corrupt(String message) ->
          new StorageException(new StorageError.Corrupt(damage(data, message, e)), e);
      case StorageError.Missing _,
          StorageError.Exists _,
          StorageError.Invalid _,
          StorageError.Denied _,
          StorageError.OverQuota _,
          StorageError.Limit _,
          StorageError.Busy _,
          StorageError.Full _ ->
          e;
    };
  }

  private static String damage(Path data, String message, StorageException e) {
    String reason = Optional.ofNullable(e.getCause()).map(Throwable::getMessage).orElse("");
    String what = reason.isEmpty() || message.contains(reason) ? message : message + ": " + reason;
    return """
        %s: %s
        posthorn: nothing was changed. Keep a copy of the directory, then put the last backup in its \
        place with 'posthorn restore'; see docs/damage.md."""
        .formatted(data, what);
  }

  private static SpoolOptions spoolOptions(StorageConfig storage) {
    int level = storage.compression() == Compression.NONE ? 0 : storage.compressionLevel();
    return new SpoolOptions((int) storage.spoolInlineLimit().bytes(), level);
  }

  @Override
  public void close() {
    mail.close();
    redis.ifPresent(RedisTier::close);
    try {
      hold.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
