package org.posthorn.config;

import org.posthorn.config.value.ByteSize;

/// Memory that the caches above the engine may take: `[storage.cache]`. Zero switches one off.
/// Immutable.
///
/// @param snapshots mailbox snapshots (UIDs, flags, mod-sequences)
/// @param structures parsed structures of messages
/// @param blobs small message bodies
public record CacheConfig(ByteSize snapshots, ByteSize structures, ByteSize blobs) {
  public static CacheConfig defaults() {
    return new CacheConfig(
        ByteSize.ofMegabytes(128), ByteSize.ofMegabytes(64), ByteSize.ofMegabytes(64));
  }

  public CacheConfig withSnapshots(ByteSize snapshots) {
    return new CacheConfig(snapshots, structures, blobs);
  }

  public CacheConfig withStructures(ByteSize structures) {
    return new CacheConfig(snapshots, structures, blobs);
  }

  public CacheConfig withBlobs(ByteSize blobs) {
    return new CacheConfig(snapshots, structures, blobs);
  }
}
