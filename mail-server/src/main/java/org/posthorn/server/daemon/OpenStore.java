package org.posthorn.server.daemon;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.posthorn.config.Compression;
import org.posthorn.config.EmbeddedStorage;
import org.posthorn.config.MysqlStorage;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.StorageConfig;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.MailStoreOptions;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.blob.SpoolOptions;
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

/// The mail store that a configuration names, open.
///
/// @param mail the services
/// @param spool where messages wait while they come in, on the store's file system
public record OpenStore(MailStore mail, Spool spool) implements AutoCloseable {
  /// Opens the store, or makes it where there is none.
  ///
  /// @throws IOException where the data directory cannot be made
  /// @throws org.posthorn.storage.model.StorageException where the store cannot be opened, for
  ///     example because another process has it
  public static OpenStore open(PosthornConfig config, MeterRegistry registry) throws IOException {
    Path data = DataDirectory.make(config.server().dataDir(), config.server().umask());
    try {
      return open(config, data, registry);
    } catch (StorageException e) {
      throw told(data, e);
    }
  }

  private static OpenStore open(PosthornConfig config, Path data, MeterRegistry registry) {
    Disk disk = new RealDisk();
    StorageConfig storage = config.storage();
    Store store =
        switch (storage.engine()) {
          case EMBEDDED -> embedded(data, storage.embedded(), disk, registry);
          case MYSQL -> mysql(storage.mysql(), registry);
        };
    try {
      Spool spool = Spool.open(disk, new Layout(data).spool(), spoolOptions(storage));
      MailStoreOptions options =
          MailStoreOptions.of(storage, config.mailbox(), config.authentication());
      return new OpenStore(MailStore.open(store, options, registry, Clock.systemUTC()), spool);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static Store embedded(
      Path data, EmbeddedStorage options, Disk disk, MeterRegistry registry) {
    return Store.open(
        RocksEngine.open(data, options, disk, registry),
        new StoreOptions(
            options.effectiveReaderThreads(), options.effectiveWriterThreads(), 0, Schema.TABLES),
        registry,
        Clock.systemUTC());
  }

  private static Store mysql(MysqlStorage options, MeterRegistry registry) {
    return Store.open(
        MysqlEngine.open(MysqlOptions.of(options), registry, Clock.systemUTC()),
        new StoreOptions(
            options.readConnections(), options.writeConnections(), options.node(), Schema.TABLES),
        registry,
        Clock.systemUTC());
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
  }
}
