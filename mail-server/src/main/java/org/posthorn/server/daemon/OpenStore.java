package org.posthorn.server.daemon;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import org.posthorn.config.Compression;
import org.posthorn.config.EmbeddedStorage;
import org.posthorn.config.MysqlStorage;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.StorageConfig;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.MailStoreOptions;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.blob.SpoolOptions;
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
import org.posthorn.storage.schema.Schema;
import org.posthorn.storage.shared.ChangeFeed;
import org.posthorn.storage.shared.Sharing;

/// The mail store that a configuration names, open.
///
/// @param mail the services
/// @param spool where messages wait while they come in, on the store's file system
/// @param hold what keeps other processes from the data directory
public record OpenStore(MailStore mail, Spool spool, Closeable hold) implements AutoCloseable {
  /// Opens the store, or makes it where there is none.
  ///
  /// @throws IOException where the data directory cannot be made
  /// @throws org.posthorn.storage.model.StorageException where the store cannot be opened, for
  ///     example because another process has it
  public static OpenStore open(PosthornConfig config, MeterRegistry registry) throws IOException {
    Path data = DataDirectory.make(config.server().dataDir(), config.server().umask());
    return switch (config.storage().engine()) {
      case EMBEDDED -> {
        EmbeddedStorage options = config.storage().embedded();
        // The engine locks its directory itself.
        yield on(
            embedded(data, options, new RealDisk(), registry), data, config, registry, () -> {});
      }
      case MYSQL -> mysql(data, config, registry);
    };
  }

  private static OpenStore on(
      Store store, Path data, PosthornConfig config, MeterRegistry registry, Closeable hold) {
    StorageConfig storage = config.storage();
    try {
      Spool spool = Spool.open(new RealDisk(), new Layout(data).spool(), spoolOptions(storage));
      MailStoreOptions options =
          MailStoreOptions.of(storage, config.mailbox(), config.authentication());
      Sharing sharing = new Sharing(ChangeFeed.NONE, storage.mysql().changePoll());
      MailStore mail = MailStore.open(store, options, sharing, registry, Clock.systemUTC());
      return new OpenStore(mail, spool, hold);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static Store embedded(
      Path data, EmbeddedStorage options, Disk disk, MeterRegistry registry) {
    return Store.open(
        openEngine(data, options, disk, registry),
        new StoreOptions(
            options.effectiveReaderThreads(), options.effectiveWriterThreads(), 0, Schema.TABLES),
        registry,
        Clock.systemUTC());
  }

  private static OpenStore mysql(Path data, PosthornConfig config, MeterRegistry registry)
      throws IOException {
    Instance instance = Instance.hold(data);
    try {
      Store store = mysql(config.storage().mysql(), instance, registry);
      return on(store, data, config, registry, instance);
    } catch (RuntimeException e) {
      instance.close();
      throw e;
    }
  }

  private static Store mysql(MysqlStorage options, Instance instance, MeterRegistry registry) {
    return Store.open(
        MysqlEngine.open(MysqlOptions.of(options), registry, Clock.systemUTC()),
        new StoreOptions(
            options.readConnections(),
            options.writeConnections(),
            new NodeNumber.Leased(instance.name()),
            Schema.TABLES),
        registry,
        Clock.systemUTC());
  }

  /// Says which store it is that cannot be opened.
  private static RocksEngine openEngine(
      Path data, EmbeddedStorage options, Disk disk, MeterRegistry registry) {
    try {
      return RocksEngine.open(data, options, disk, registry);
    } catch (StorageException e) {
      if (e.error() instanceof StorageError.Unavailable(String message)) {
        throw new StorageException(new StorageError.Unavailable(data + ": " + message), e);
      }
      throw e;
    }
  }

  private static SpoolOptions spoolOptions(StorageConfig storage) {
    int level = storage.compression() == Compression.NONE ? 0 : storage.compressionLevel();
    return new SpoolOptions((int) storage.spoolInlineLimit().bytes(), level);
  }

  @Override
  public void close() {
    mail.close();
    try {
      hold.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
