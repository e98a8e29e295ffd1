package org.posthorn.config.schema;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.Compression;
import org.posthorn.config.StorageConfig;
import org.posthorn.config.StorageEngine;
import org.posthorn.config.value.ByteSize;

/// The settings of `[storage]`.
final class StorageSection {
  private static final Setting<StorageConfig, StorageEngine> ENGINE =
      Setting.of(
          "engine",
          Types.choice(StorageEngine.values()),
          StorageConfig::engine,
          """
          The storage engine. `embedded` needs nothing installed and keeps all mail below `server.data-dir`. `mysql` keeps
          it in a database that several daemons share; see `storage.mysql`.
          """);

  private static final Setting<StorageConfig, Compression> COMPRESSION =
      Setting.of(
          "compression",
          Types.choice(Compression.values()),
          StorageConfig::compression,
          """
          How the bodies of new messages are compressed. Mail that is already there stays as it is, and readable.
          """);

  private static final Setting<StorageConfig, Integer> COMPRESSION_LEVEL =
      Setting.of(
          "compression-level",
          Types.integer(1, 19, "level"),
          StorageConfig::compressionLevel,
          """
          The effort of `zstd`: 1 is fast, 19 is small.
          """);

  private static final Setting<StorageConfig, ByteSize> SPOOL_INLINE_LIMIT =
      Setting.of(
          "spool-inline-limit",
          Types.size("4KB", "16MB"),
          StorageConfig::spoolInlineLimit,
          """
          A message up to this size is kept together with others, a larger one in a file of its own.
          """);

  private static final Setting<StorageConfig, Duration> EXPUNGED_RETENTION =
      Setting.of(
          "expunged-retention",
          Types.duration("1h", "3650d"),
          StorageConfig::expungedRetention,
          """
          How long the exact list of expunged UIDs is kept for clients that resynchronise (QRESYNC). A client that was away
          for longer gets a longer answer, never a wrong one.
          """);

  private static final Setting<StorageConfig, Duration> UNDELETE_WINDOW =
      Setting.of(
          "undelete-window",
          Types.duration("0s", "3650d"),
          StorageConfig::undeleteWindow,
          """
          How long an expunged message is kept so that an admin can bring it back. It does not count for the quota.
          """);

  private static final Setting<StorageConfig, Duration> BLOB_GRACE =
      Setting.of(
          "blob-grace",
          Types.duration("1m", "365d"),
          StorageConfig::blobGrace,
          """
          How long a body that nothing refers to any more stays on disk.
          """);

  private static final Setting<StorageConfig, Boolean> HOME_TAKES_OTHERS =
      Setting.of(
          "home-takes-others",
          Types.BOOL,
          StorageConfig::takesOthers,
          """
          Whether the database of `storage.mysql` takes a part of the new accounts that no shard names. Only with shards; see `storage.shard`.
          """);

  static final Section<StorageConfig> SECTION =
      new Section<>(
          "storage",
          "How mail is kept",
          """
          What was acknowledged to a client or to another server is on disk, always: there is no setting for that.
          """,
          List.of(
              ENGINE,
              HOME_TAKES_OTHERS,
              COMPRESSION,
              COMPRESSION_LEVEL,
              SPOOL_INLINE_LIMIT,
              EXPUNGED_RETENTION,
              UNDELETE_WINDOW,
              BLOB_GRACE),
          StorageSection::build);

  private StorageSection() {}

  private static StorageConfig build(Values<StorageConfig> v) {
    return new StorageConfig(
        v.get(ENGINE),
        v.base().embedded(),
        v.base().mysql(),
        v.base().shards(),
        v.get(HOME_TAKES_OTHERS),
        v.base().cache(),
        v.get(COMPRESSION),
        v.get(COMPRESSION_LEVEL),
        v.get(SPOOL_INLINE_LIMIT),
        v.get(EXPUNGED_RETENTION),
        v.get(UNDELETE_WINDOW),
        v.get(BLOB_GRACE));
  }
}
