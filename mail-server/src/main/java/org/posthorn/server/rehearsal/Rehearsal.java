package org.posthorn.server.rehearsal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.posthorn.config.CacheConfig;
import org.posthorn.config.value.ByteSize;

/// Plays what clients do, on a [Stage]. A JVM that is being trained sees which classes and methods
/// that takes, and how they are used; with the AOT cache that comes of it, the next daemon is
/// sooner
/// at full speed. Stateless.
public final class Rehearsal {
  /// No new scene is begun after this: whoever builds is waiting.
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private Rehearsal() {}

  /// Plays all of it.
  ///
  /// @param data the data directory, in which it has a directory for itself meanwhile
  /// @throws IOException where an answer is not what it should be
  public static void play(Path data) throws IOException {
    Path directory = data.resolve("rehearsal");
    long deadline = System.nanoTime() + LONGEST.toNanos();
    // Where everything is in a cache, nothing is learnt of reading it, and the other way round.
    ByteSize none = ByteSize.ofKilobytes(0);
    play(directory, new CacheConfig(none, none, none), deadline);
    play(directory, CacheConfig.defaults(), deadline);
  }

  private static void play(Path directory, CacheConfig caches, long deadline) throws IOException {
    try (Stage stage = Stage.open(directory, caches)) {
      new Play(stage, deadline).perform();
    }
  }
}
