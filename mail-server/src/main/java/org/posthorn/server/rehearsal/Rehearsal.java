package org.posthorn.server.rehearsal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.posthorn.config.CacheConfig;
import org.posthorn.config.value.ByteSize;
import org.posthorn.server.rehearsal.Senders.Letter;

/// Plays what clients do, on a [Stage]. A JVM that is being trained sees which classes and methods
/// that takes, and how they are used; with the AOT cache that comes of it, the next daemon is
/// sooner at full speed. Stateless.
public final class Rehearsal {
  /// No new scene is begun after this: whoever builds is waiting.
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /// The last scene, in which strangers bring mail, has this time for itself.
  private static final Duration STRANGERS = Duration.ofSeconds(4);

  private static final int DIFFERENT = 200;
  private static final int BROUGHT = 3_000;

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
    Senders senders = Senders.make();
    List<Letter> letters = senders.letters(DIFFERENT);
    try (Stage stage = Stage.open(directory, senders.texts(), new CacheConfig(none, none, none))) {
      new Play(stage, deadline).perform();
    }
    try (Stage stage = Stage.open(directory, senders.texts(), CacheConfig.defaults())) {
      new Play(stage, deadline).perform();
      new Strangers(stage, letters, System.nanoTime() + STRANGERS.toNanos()).bring(BROUGHT);
    }
  }
}
