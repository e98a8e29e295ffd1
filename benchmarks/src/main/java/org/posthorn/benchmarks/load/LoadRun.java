package org.posthorn.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// Runs a scenario on many connections at once, for a while.
///
/// @param target the server
/// @param connections how many connections
/// @param duration for how long
record LoadRun(Target target, int connections, Duration duration) {
  private static final int DIGITS = 3;

  /// What a run showed.
  ///
  /// @param items messages or logins
  /// @param elapsed how long it took
  /// @param micros the time of each round
  record Outcome(long items, Duration elapsed, Histogram micros) {
    double perSecond() {
      return items * 1e9 / elapsed.toNanos();
    }
  }

  /// @throws IOException with the first wrong answer of the server
  Outcome run(Scenario.Maker maker) throws IOException, InterruptedException {
    Histogram micros = new ConcurrentHistogram(DIGITS);
    LongAdder items = new LongAdder();
    List<Scenario> scenarios = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < connections; i++) {
        scenarios.add(maker.make(target, i));
      }
      long start = System.nanoTime();
      long end = start + duration.toNanos();
      List<Future<?>> running = new ArrayList<>();
      for (Scenario scenario : scenarios) {
        running.add(threads.submit(() -> repeat(scenario, end, micros, items)));
      }
      for (Future<?> one : running) {
        one.get();
      }
      return new Outcome(items.sum(), Duration.ofNanos(System.nanoTime() - start), micros);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      for (Scenario scenario : scenarios) {
        scenario.close();
      }
    }
  }

  private static Void repeat(Scenario scenario, long end, Histogram micros, LongAdder items)
      throws IOException {
    long before = System.nanoTime();
    while (before < end) {
      items.add(scenario.run());
      long after = System.nanoTime();
      micros.recordValue((after - before) / 1000);
      before = after;
    }
    return null;
  }
}
