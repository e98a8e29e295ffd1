package org.posthorn.storage.redis;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.posthorn.config.RedisConfig;
import org.posthorn.storage.cache.SharedCache;
import org.posthorn.storage.shared.ChangeFeed;
import org.posthorn.storage.state.SharedCounts;
import org.posthorn.storage.state.StateStore;

/// All that daemons share through Redis. Thread-safe.
public final class RedisTier implements AutoCloseable {
  private final RedisConnector connector;
  private final RedisLink link;
  private final RedisConfig config;
  private final String prefix;
  private final InstantSource clock;

  private RedisTier(
      RedisConnector connector,
      RedisLink link,
      RedisConfig config,
      String prefix,
      InstantSource clock) {
    this.connector = connector;
    this.link = link;
    this.config = config;
    this.prefix = prefix;
    this.clock = clock;
  }

  /// Begins to connect and returns at once; empty where no Redis is configured.
  ///
  /// @param storeId the store's id, which stands in all names: stores never see each other's
  public static Optional<RedisTier> open(
      RedisConfig config, String storeId, MeterRegistry registry, InstantSource clock) {
    return config
        .url()
        .map(
            url -> {
              RedisConnector connector = RedisConnector.of(config, url);
              RedisLink link =
                  RedisLink.open(connector, config.timeout(), config.pause(), registry);
              String prefix = config.prefix() + ':' + storeId + ':';
              return new RedisTier(connector, link, config, prefix, clock);
            });
  }

  /// What was read lately.
  public SharedCache cache() {
    return new RedisCache(link, prefix, config.keep(), config.maxBody().bytes());
  }

  /// News of changes; made once.
  public ChangeFeed feed() {
    return new RedisChangeFeed(connector, link, prefix);
  }

  /// Counters.
  public SharedCounts counts() {
    return new RedisCounts(link, prefix);
  }

  /// A state store that keeps in Redis what of one kind ends soon, and all else below.
  ///
  /// @param kind for facts that cost little when they are forgotten
  /// @param soon how soon that is
  public StateStore state(StateStore below, String kind, Duration soon) {
    return new RedisStateStore(link, prefix, below, kind, soon, clock);
  }

  /// Whether Redis answers.
  public boolean isUp() {
    return link.isUp();
  }

  @Override
  public void close() {
    link.close();
    connector.close();
  }
}
