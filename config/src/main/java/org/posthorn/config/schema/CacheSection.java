package org.posthorn.config.schema;

import java.util.List;
import org.posthorn.config.CacheConfig;
import org.posthorn.config.value.ByteSize;

/// The settings of `[storage.cache]`.
final class CacheSection {
  private static final Setting<CacheConfig, ByteSize> SNAPSHOTS =
      Setting.of(
          "snapshots",
          Types.size("0", "1TB"),
          CacheConfig::snapshots,
          """
          Snapshots of mailboxes: UIDs, flags and mod-sequences, about 40 bytes for a message.
          """);

  private static final Setting<CacheConfig, ByteSize> STRUCTURES =
      Setting.of(
          "structures",
          Types.size("0", "1TB"),
          CacheConfig::structures,
          """
          Structures of messages: envelope and MIME tree, a few hundred bytes for a message.
          """);

  private static final Setting<CacheConfig, ByteSize> BLOBS =
      Setting.of(
          "blobs",
          Types.size("0", "1TB"),
          CacheConfig::blobs,
          """
          Bodies of small messages that were read or delivered lately.
          """);

  static final Section<CacheConfig> SECTION =
      new Section<>(
          "storage.cache",
          "Memory of the caches",
          """
          How much of the heap each cache may take. `0` switches one off: everything still works, slower.
          """,
          List.of(SNAPSHOTS, STRUCTURES, BLOBS),
          CacheSection::build);

  private CacheSection() {}

  private static CacheConfig build(Values<CacheConfig> v) {
    return new CacheConfig(v.get(SNAPSHOTS), v.get(STRUCTURES), v.get(BLOBS));
  }
}
