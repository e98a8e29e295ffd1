package org.posthorn.storage.shard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.posthorn.storage.directory.AccountHost;
import org.posthorn.storage.directory.AccountPlaces;
import org.posthorn.storage.directory.NewAccount;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.maintenance.Progress;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.AccountShardRow;

/// Who has an account's mail. Thread-safe.
///
/// Where an account lies is remembered for good: it does not change while a daemon runs.
public final class Shards implements AccountPlaces, AutoCloseable {
  private static final int REMEMBERED = 200_000;

  private final Store homeStore;
  private final Placement placement;
  private final Map<String, Shard> shards = new LinkedHashMap<>();
  private final Cache<AccountId, String> places =
      Caffeine.newBuilder().executor(Runnable::run).maximumSize(REMEMBERED).build();

  private Shards(Store homeStore, Placement placement) {
    this.homeStore = homeStore;
    this.placement = placement;
  }

  /// Opens all shards that can be reached; the others are opened when they can.
  ///
  /// @param home the store that has the directory
  /// @throws StorageException where a database is not the shard that it should be
  public static Shards open(Sharding sharding, Store home, MeterRegistry registry) {
    Shards opened = new Shards(home, sharding.placement());
    for (ShardSource source : sharding.sources()) {
      Shard shard = new Shard(source, home);
      opened.shards.put(source.name(), shard);
      Gauge.builder("posthorn.shard.up", shard, one -> one.isUp() ? 1 : 0)
          .tag("shard", source.name())
          .description("1 while the shard's database works")
          .register(registry);
    }
    try {
      opened.shards.values().forEach(Shard::start);
      return opened;
    } catch (RuntimeException failure) {
      opened.close();
      throw failure;
    }
  }

  /// The name of the shard that has an account; [AccountPlaces#HOME] for accounts beside the
  /// directory and those that there are not.
  public String placeOf(AccountId account) {
    String known = places.getIfPresent(account);
    if (known != null) {
      return known;
    }
    String place =
        homeStore
            .lookUp(AccountShardRow.TABLE, List.of(AccountShardRow.TABLE.key(account)))
            .getFirst()
            .map(AccountShardRow::shard)
            .orElse(HOME);
    places.put(account, place);
    return place;
  }

  /// A shard's services.
  ///
  /// @throws StorageException `Unavailable` while it cannot be reached
  public MailHost host(String name) {
    Shard shard = shards.get(name);
    if (shard == null) {
      throw new StorageException(
          new StorageError.Unavailable("shard " + name + " is not in the configuration"));
    }
    return shard.host();
  }

  @Override
  public String placeFor(NewAccount account) {
    return placement.of(account);
  }

  @Override
  public AccountHost at(String place) {
    return host(place).accounts();
  }

  /// The names of those that cannot be reached.
  public List<String> down() {
    return shards.values().stream().filter(shard -> !shard.isUp()).map(Shard::name).toList();
  }

  /// Checks every shard, and that it has the accounts that it should.
  ///
  /// @param wrong takes a line for each thing that is wrong
  /// @return how many things are wrong
  public long verify(Progress progress, Consumer<String> wrong) {
    return new ShardVerifier(homeStore, wrong).run(shards.keySet(), this::host, progress);
  }

  /// Waits for the background jobs begun so far, in all that are open.
  public void awaitJobs() {
    shards.values().stream().filter(Shard::isUp).forEach(one -> one.host().jobs().await());
  }

  /// Whatever waits for one of them fails now.
  public void giveUp() {
    shards.values().forEach(Shard::giveUp);
  }

  @Override
  public void close() {
    shards.values().forEach(Shard::close);
  }
}
