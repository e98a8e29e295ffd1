package org.posthorn.server.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.config.CacheConfig;
import org.posthorn.config.ListenerProtocol;

final class RehearsalTest {
  @TempDir Path data;

  @Test
  void isPlayedAndLeavesNothing() throws IOException {
    Path directory = data.resolve("stage");
    Path left = Files.createDirectories(directory.resolve("segments"));
    Files.writeString(left.resolve("of a process that was killed"), "");
    try (Stage stage = Stage.open(directory, Map.of(), CacheConfig.defaults())) {
      int rounds = new Play(stage, System.nanoTime() + Duration.ofMinutes(1).toNanos()).perform(4);
      assertEquals(4, rounds);
    }
    assertFalse(Files.exists(directory));
  }

  @Test
  void strangersAreCheckedAndBelieved() throws IOException {
    Senders senders = Senders.make();
    try (Stage stage = Stage.open(data.resolve("stage"), senders.texts(), CacheConfig.defaults())) {
      long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
      assertEquals(40, new Strangers(stage, senders.letters(16), deadline).bring(40));
      // Of eight messages six are signed, one of them twice.
      assertEquals(40, found(stage, "spf="));
      assertEquals(30, found(stage, "dkim=pass"));
      assertEquals(5, found(stage, "header.a=ed25519-sha256"));
      assertEquals(30, found(stage, "dmarc=pass"));
    }
  }

  /// How many messages in the actor's INBOX have this in what the checks say.
  private static long found(Stage stage, String words) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(stage.address(ListenerProtocol.IMAP));
      String commands =
          "a LOGIN %s %s\r\nb SELECT INBOX\r\nc SEARCH HEADER Authentication-Results %s\r\n"
              .formatted(Stage.ACTOR, stage.password(), words);
      socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String numbers =
          in.lines()
              .takeWhile(line -> !line.startsWith("c "))
              .filter(line -> line.startsWith("* SEARCH"))
              .findFirst()
              .orElseThrow();
      return numbers.chars().filter(c -> c == ' ').count() - 1;
    }
  }
}
