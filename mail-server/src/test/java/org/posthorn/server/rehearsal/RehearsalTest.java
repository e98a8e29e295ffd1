package org.posthorn.server.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.config.CacheConfig;

final class RehearsalTest {
  @TempDir Path data;

  @Test
  void isPlayedAndLeavesNothing() throws IOException {
    Path directory = data.resolve("stage");
    Path left = Files.createDirectories(directory.resolve("segments"));
    Files.writeString(left.resolve("of a process that was killed"), "");
    try (Stage stage = Stage.open(directory, CacheConfig.defaults())) {
      int rounds = new Play(stage, System.nanoTime() + Duration.ofMinutes(1).toNanos()).perform(4);
      assertEquals(4, rounds);
    }
    assertFalse(Files.exists(directory));
  }
}
