package org.posthorn.server.daemon;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.ShardStorage;
import org.posthorn.config.StorageConfig;
import org.posthorn.config.StorageEngine;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.MailStoreOptions;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.directory.AccountPlaces;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.NodeNumber;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.redis.RedisTier;
import org.posthorn.storage.shard.MailHost;
import org.posthorn.storage.shard.Placement;
import org.posthorn.storage.shard.ShardSource;
import org.posthorn.storage.shard.Sharding;

/// Opens the shards of a configuration. The meters of each store have its name as a tag `shard`, in
/// so far as there are shards.
final class OpenShards {
  private final PosthornConfig config;
  private final MeterRegistry registry;
  private final List<ShardStorage> shards;

  OpenShards(PosthornConfig config, MeterRegistry registry) {
    this.config = config;
    this.registry = registry;
    StorageConfig storage = config.storage();
    this.shards = storage.engine() == StorageEngine.MYSQL ? storage.shards() : List.of();
  }

  boolean isEmpty() {
    return shards.isEmpty();
  }

  /// Where a store counts.
  MeterRegistry metrics(String shard) {
    if (shards.isEmpty()) {
      return registry;
    }
    CompositeMeterRegistry tagged = new CompositeMeterRegistry(Clock.SYSTEM, List.of(registry));
    tagged.config().commonTags("shard", shard);
    return tagged;
  }

  /// How each store works: the heap for caches is for all of them together.
  MailStoreOptions options() {
    return MailStoreOptions.of(config.storage(), config.mailbox(), config.authentication())
        .withCachesFor(shards.size() + 1);
  }

  /// @param spool takes messages on their way to a shard
  Sharding sharding(Spool spool) {
    Map<String, List<String>> accounts = new LinkedHashMap<>();
    List<String> others = new ArrayList<>();
    if (config.storage().takesOthers()) {
      others.add(AccountPlaces.HOME);
    }
    for (ShardStorage shard : shards) {
      accounts.put(shard.name(), shard.accounts());
      if (shard.takesOthers()) {
        others.add(shard.name());
      }
    }
    return new Sharding(
        shards.stream().map(this::source).toList(), Placement.of(accounts, others), spool);
  }

  private ShardSource source(ShardStorage shard) {
    MeterRegistry metrics = metrics(shard.name());
    return new ShardSource(
        shard.name(), home -> open(shard, home, metrics), shard.mysql().timeout());
  }

  private MailHost open(ShardStorage shard, Store home, MeterRegistry metrics) {
    StorageConfig storage = config.storage().withMysql(shard.mysql());
    Engine engine = OpenStore.openMysql(storage, metrics);
    Store store = OpenStore.openStore(engine, storage, new NodeNumber.Borrowed(home), metrics);
    Optional<RedisTier> redis = OpenStore.redis(config, store, metrics);
    try {
      MailHost host =
          MailStore.openShard(
              store,
              options(),
              OpenStore.sharing(config.storage(), redis),
              metrics,
              java.time.Clock.systemUTC());
      return host.andThen(() -> redis.ifPresent(RedisTier::close));
    } catch (RuntimeException e) {
      redis.ifPresent(RedisTier::close);
      store.close();
      throw e;
    }
  }
}
