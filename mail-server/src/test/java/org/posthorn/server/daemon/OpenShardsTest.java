package org.posthorn.server.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.posthorn.config.MysqlStorage;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.ShardStorage;
import org.posthorn.config.StorageConfig;
import org.posthorn.config.StorageEngine;
import org.posthorn.server.metrics.DaemonMetrics;

class OpenShardsTest {
  private static final PosthornConfig CONFIG =
      PosthornConfig.defaults()
          .withStorage(
              StorageConfig.defaults()
                  .withEngine(StorageEngine.MYSQL)
                  .withShards(
                      List.of(
                          new ShardStorage("b", MysqlStorage.defaults(), List.of(), true),
                          new ShardStorage("c", MysqlStorage.defaults(), List.of(), true))));

  @Test
  void eachStoreCountsUnderItsName() {
    try (DaemonMetrics metrics = new DaemonMetrics()) {
      OpenShards shards = new OpenShards(CONFIG, metrics.registry());
      AtomicInteger size = new AtomicInteger();
      for (String name : List.of("home", "b", "c")) {
        Counter.builder("some.thing").register(shards.metrics(name)).increment();
        Gauge.builder("some.size", size, AtomicInteger::incrementAndGet)
            .tag("pool", "read")
            .strongReference(true)
            .register(shards.metrics(name));
      }
      String scraped = metrics.scrape();
      for (String name : List.of("home", "b", "c")) {
        assertTrue(scraped.contains("some_thing_total{shard=\"" + name + "\"} 1.0"), scraped);
        assertTrue(scraped.contains("some_size{pool=\"read\",shard=\"" + name + "\"}"), scraped);
      }
    }
  }

  @Test
  void theCachesShareTheirMemory() {
    try (DaemonMetrics metrics = new DaemonMetrics()) {
      long all = CONFIG.storage().cache().snapshots().bytes();
      assertEquals(all / 3, new OpenShards(CONFIG, metrics.registry()).options().snapshotBytes());
    }
  }

  @Test
  void theEmbeddedEngineHasNone() {
    try (DaemonMetrics metrics = new DaemonMetrics()) {
      PosthornConfig embedded =
          CONFIG.withStorage(CONFIG.storage().withEngine(StorageEngine.EMBEDDED));
      OpenShards shards = new OpenShards(embedded, metrics.registry());
      assertTrue(shards.isEmpty());
      assertSame(metrics.registry(), shards.metrics("home"));
    }
  }
}
