package org.posthorn.storage.shard;

import java.util.List;
import org.posthorn.storage.blob.Spool;

/// How accounts are spread over stores.
///
/// @param sources the shards
/// @param placement in which of them new accounts go
/// @param spool takes messages on their way from the queue to a shard
public record Sharding(List<ShardSource> sources, Placement placement, Spool spool) {
  public Sharding {
    sources = List.copyOf(sources);
  }
}
