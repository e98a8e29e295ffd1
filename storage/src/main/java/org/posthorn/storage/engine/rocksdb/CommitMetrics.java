package org.posthorn.storage.engine.rocksdb;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/// What is counted of commits. Thread-safe.
final class CommitMetrics {
  private final DistributionSummary batchSizes;
  private final Timer segmentSyncs;
  private final Timer logSyncs;
  private final Counter bytes;

  CommitMetrics(MeterRegistry registry, Collection<?> queue) {
    batchSizes =
        DistributionSummary.builder("posthorn.store.commit.batch")
            .description("Transactions made durable together")
            .register(registry);
    segmentSyncs = syncTimer(registry, "segment");
    logSyncs = syncTimer(registry, "log");
    bytes =
        Counter.builder("posthorn.store.commit.bytes")
            .description("Bytes of bodies and rows written by commits")
            .baseUnit("bytes")
            .register(registry);
    Gauge.builder("posthorn.store.commit.queue", queue, Collection::size)
        .description("Transactions waiting for the commit that runs")
        .register(registry);
  }

  private static Timer syncTimer(MeterRegistry registry, String what) {
    return Timer.builder("posthorn.store.sync")
        .tag("what", what)
        .description("Time to make written bytes durable")
        .register(registry);
  }

  void segmentSynced(long startNanos) {
    segmentSyncs.record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
  }

  void logSynced(long startNanos, int length) {
    logSyncs.record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    bytes.increment(length);
  }

  void committed(GroupCommit group) {
    batchSizes.record(group.size());
    bytes.increment((double) group.bodyBytes());
  }
}
