package org.posthorn.storage;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.directory.AccountPlaces;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.NodeNumber;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.StoreOptions;
import org.posthorn.storage.schema.Schema;
import org.posthorn.storage.shard.MailHost;
import org.posthorn.storage.shard.Placement;
import org.posthorn.storage.shard.ShardSource;
import org.posthorn.storage.shard.Sharding;
import org.posthorn.storage.shared.Sharing;

/// Shards for tests. The first one that is added has `alice`; everybody but `alice` and `bob` goes
/// to one of all stores, by a hash.
public final class TestSpread {
  private final MailStoreOptions options;
  private final Clock clock;
  private final List<ShardSource> sources = new ArrayList<>();

  public TestSpread(MailStoreOptions options, Clock clock) {
    this.options = options;
    this.clock = clock;
  }

  /// Adds a shard.
  ///
  /// @param engine opens its engine
  public void add(String name, Supplier<Engine> engine) {
    sources.add(new ShardSource(name, home -> open(home, engine.get()), Duration.ofMillis(200)));
  }

  private MailHost open(Store home, Engine engine) {
    StoreOptions threads = new StoreOptions(2, 2, new NodeNumber.Borrowed(home), Schema.TABLES);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Store store = Store.open(engine, threads, registry, clock);
    return MailStore.openShard(store, options, Sharing.polling(), registry, clock);
  }

  /// Opens everything.
  public MailStore open(Store home, Spool spool) {
    Map<String, List<String>> accounts = new HashMap<>();
    List<String> all = new ArrayList<>(List.of(AccountPlaces.HOME));
    for (ShardSource source : sources) {
      all.add(source.name());
      accounts.put(source.name(), List.of());
    }
    accounts.put(AccountPlaces.HOME, List.of("bob@" + StorageFixture.DOMAIN));
    accounts.put(sources.getFirst().name(), List.of("alice@" + StorageFixture.DOMAIN));
    Sharding sharding = new Sharding(sources, Placement.of(accounts, all), spool);
    return MailStore.open(
        home, options, Sharing.polling(), sharding, new SimpleMeterRegistry(), clock);
  }
}
