package org.posthorn.config;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.value.ByteSize;

/// How mail is kept, on every engine: `[storage]`. Immutable.
///
/// There is no setting for durability: what was acknowledged is on disk, always.
///
/// @param engine the engine
/// @param embedded settings that only the embedded engine has
/// @param mysql settings that only the engine on MySQL has
/// @param shards further databases for accounts
/// @param takesOthers whether the database of `mysql` takes a part of the accounts that no shard
///     names
/// @param cache the caches above the engine
/// @param compression how new bodies are compressed
/// @param compressionLevel level of [Compression#ZSTD], 1 (fast) to 19 (small)
/// @param spoolInlineLimit larger bodies stay in the file they were spooled to
/// @param expungedRetention how long the exact record of expunged UIDs is kept (RFC 7162 VANISHED)
/// @param undeleteWindow how long an expunged message can be brought back by the admin
/// @param blobGrace how long an unused body is kept before it is deleted
public record StorageConfig(
    StorageEngine engine,
    EmbeddedStorage embedded,
    MysqlStorage mysql,
    List<ShardStorage> shards,
    boolean takesOthers,
    CacheConfig cache,
    Compression compression,
    int compressionLevel,
    ByteSize spoolInlineLimit,
    Duration expungedRetention,
    Duration undeleteWindow,
    Duration blobGrace) {
  public StorageConfig {
    shards = List.copyOf(shards);
  }

  public static StorageConfig defaults() {
    return new StorageConfig(
        StorageEngine.EMBEDDED,
        EmbeddedStorage.defaults(),
        MysqlStorage.defaults(),
        List.of(),
        true,
        CacheConfig.defaults(),
        Compression.NONE,
        3,
        ByteSize.ofKilobytes(256),
        Duration.ofDays(90),
        Duration.ofDays(7),
        Duration.ofHours(24));
  }

  public StorageConfig withEngine(StorageEngine engine) {
    return new StorageConfig(
        engine,
        embedded,
        mysql,
        shards,
        takesOthers,
        cache,
        compression,
        compressionLevel,
        spoolInlineLimit,
        expungedRetention,
        undeleteWindow,
        blobGrace);
  }

  public StorageConfig withEmbedded(EmbeddedStorage embedded) {
    return new StorageConfig(
        engine,
        embedded,
        mysql,
        shards,
        takesOthers,
        cache,
        compression,
        compressionLevel,
        spoolInlineLimit,
        expungedRetention,
        undeleteWindow,
        blobGrace);
  }

  public StorageConfig withMysql(MysqlStorage mysql) {
    return new StorageConfig(
        engine,
        embedded,
        mysql,
        shards,
        takesOthers,
        cache,
        compression,
        compressionLevel,
        spoolInlineLimit,
        expungedRetention,
        undeleteWindow,
        blobGrace);
  }

  public StorageConfig withShards(List<ShardStorage> shards) {
    return new StorageConfig(
        engine,
        embedded,
        mysql,
        shards,
        takesOthers,
        cache,
        compression,
        compressionLevel,
        spoolInlineLimit,
        expungedRetention,
        undeleteWindow,
        blobGrace);
  }

  public StorageConfig withCache(CacheConfig cache) {
    return new StorageConfig(
        engine,
        embedded,
        mysql,
        shards,
        takesOthers,
        cache,
        compression,
        compressionLevel,
        spoolInlineLimit,
        expungedRetention,
        undeleteWindow,
        blobGrace);
  }

  public StorageConfig withCompression(Compression compression) {
    return new StorageConfig(
        engine,
        embedded,
        mysql,
        shards,
        takesOthers,
        cache,
        compression,
        compressionLevel,
        spoolInlineLimit,
        expungedRetention,
        undeleteWindow,
        blobGrace);
  }

  public StorageConfig withSpoolInlineLimit(ByteSize spoolInlineLimit) {
    return new StorageConfig(
        engine,
        embedded,
        mysql,
        shards,
        takesOthers,
        cache,
        compression,
        compressionLevel,
        spoolInlineLimit,
        expungedRetention,
        undeleteWindow,
        blobGrace);
  }

  public StorageConfig withExpungedRetention(Duration expungedRetention) {
    return new StorageConfig(
        engine,
        embedded,
        mysql,
        shards,
        takesOthers,
        cache,
        compression,
        compressionLevel,
        spoolInlineLimit,
        expungedRetention,
        undeleteWindow,
        blobGrace);
  }

  public StorageConfig withUndeleteWindow(Duration undeleteWindow) {
    return new StorageConfig(
        engine,
        embedded,
        mysql,
        shards,
        takesOthers,
        cache,
        compression,
        compressionLevel,
        spoolInlineLimit,
        expungedRetention,
        undeleteWindow,
        blobGrace);
  }

  public StorageConfig withBlobGrace(Duration blobGrace) {
    return new StorageConfig(
        engine,
        embedded,
        mysql,
        shards,
        takesOthers,
        cache,
        compression,
        compressionLevel,
        spoolInlineLimit,
        expungedRetention,
        undeleteWindow,
        blobGrace);
  }
}
