package org.posthorn.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.server.cli.StoreAccess.Mode;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.blob.SpoolOptions;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.io.RealDisk;
import org.posthorn.storage.queue.NewEntry;
import org.posthorn.storage.queue.QueueEntry;

/// `queue`: with a daemon on the store and without.
class QueueCommandTest {
  @TempDir Path data;

  /// Two entries for far.test and one for else.test, due in an hour.
  private List<Long> fill(StoreAccess store) throws IOException {
    Instant due = Instant.now().plus(Duration.ofHours(1));
    Spool spool = Spool.open(new RealDisk(), data.resolve("bodies"), SpoolOptions.defaults());
    List<NewEntry> entries =
        Stream.of("bob@far.test", "Carol@far.test", "dora@else.test")
            .map(recipient -> entry(recipient, due))
            .toList();
    try (SpooledBody body =
        spool.body("Subject: it\r\n\r\nsecret\r\n".getBytes(StandardCharsets.US_ASCII))) {
      return store.with(
          mail -> mail.queue().enqueue(body, entries).stream().map(id -> id.value()).toList());
    }
  }

  private static NewEntry entry(String recipient, Instant due) {
    return NewEntry.remote(
        recipient.substring(recipient.indexOf('@') + 1),
        "m1",
        new byte[0],
        "alice@example.org",
        recipient,
        new byte[0],
        0,
        due,
        due.plus(Duration.ofDays(5)),
        due.plus(Duration.ofDays(1)));
  }

  @ParameterizedTest
  @EnumSource
  void entriesAreListedAndShown(Mode mode) throws IOException {
    try (StoreAccess store = StoreAccess.open(data.resolve("d"), mode)) {
      assertEquals(mode == Mode.DAEMON ? 0 : ExitCode.NO_INPUT, store.run("queue", "list").code());
      List<Long> ids = fill(store);
      String all = store.run("queue", "list").ok().out();
      assertTrue(all.contains("\t<alice@example.org>\t<Carol@far.test>\n"), all);
      assertTrue(all.endsWith("3 of 3 entries\n"), all);
      assertTrue(
          store
              .run("queue", "list", "--domain", "far.test")
              .ok()
              .out()
              .endsWith("2 of 3 entries\n"));
      assertTrue(
          store
              .run("queue", "list", "--recipient", "carol@far.test", "--sender", "*@example.org")
              .ok()
              .out()
              .endsWith("1 of 3 entries\n"));
      assertTrue(
          store.run("queue", "list", "--older-than", "1h").ok().out().endsWith("0 of 3 entries\n"));
      String shown = store.run("queue", "show", ids.get(2).toString()).ok().out();
      assertTrue(shown.contains("destination  else.test\n"), shown);
      assertTrue(shown.contains("    Subject: it\n"), shown);
      assertTrue(!shown.contains("secret"), shown);
      store.run("queue", "show", "77").exits(ExitCode.DATA);
      store.run("queue", "show").exits(ExitCode.USAGE);
      store.run("queue", "list", "--older-than", "soon").exits(ExitCode.USAGE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void entriesAreHeldReleasedHurriedAndDropped(Mode mode) throws IOException {
    try (StoreAccess store = StoreAccess.open(data.resolve("d"), mode)) {
      List<Long> ids = fill(store);
      store.run("queue", "hold").exits(ExitCode.USAGE);
      assertEquals(
          "held 2 of 2 entries\n", store.run("queue", "hold", "--domain", "far.test").ok().out());
      assertTrue(store.run("queue", "list", "--held").ok().out().endsWith("2 of 3 entries\n"));
      assertEquals(
          "hurried 0 of 1 entries\n",
          store.run("queue", "retry", ids.getFirst().toString()).ok().out());
      assertEquals(
          "dropped 1 of 1 entries\n",
          store.run("queue", "drop", ids.getFirst().toString()).ok().out());
      store.run("queue", "drop", ids.getFirst().toString()).exits(ExitCode.DATA);
      assertEquals("released 1 of 2 entries\n", store.run("queue", "release", "--all").ok().out());
      List<QueueEntry> left = store.with(mail -> mail.queue().list(java.util.Optional.empty(), 10));
      assertEquals(2, left.size());
      assertTrue(left.stream().noneMatch(QueueEntry::held));
      assertEquals(
          "gave back 2 of 2 entries\n", store.run("queue", "bounce", "--message", "m1").ok().out());
    }
  }
}
