package org.posthorn.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.protocol.testing.TestClient;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.model.MailboxName;

/// Several sessions change one mailbox at once (RFC 3501 §5.2, §7.4.1, RFC 2180 §4): each client
/// keeps its own list by what it is told, and sequence numbers must always fit that list.
class ConcurrentSessionsTest {
  private static final int CLIENTS = 4;
  private static final int COMMANDS = 120;
  private static final Pattern UNTAGGED =
      Pattern.compile("\\* (\\d+) (EXISTS|EXPUNGE|RECENT|FETCH)(?: \\(UID (\\d+) .*)?.*");

  private final ImapFixture fixture = new ImapFixture();

  @AfterEach
  void stop() throws IOException {
    fixture.close();
  }

  @Test
  void everyClientKnowsWhichMessageHasWhichNumber() throws Exception {
    List<List<Long>> known = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Model>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int seed = i;
        Callable<Model> run = () -> new Model(fixture.login(), new Random(seed)).run();
        running.add(threads.submit(run));
      }
      List<Model> models = new ArrayList<>();
      for (Future<Model> future : running) {
        models.add(future.get());
      }
      for (Model model : models) {
        known.add(model.finish());
      }
    }
    MailboxSnapshot snapshot =
        fixture
            .mailboxes()
            .snapshot(fixture.aliceActor(), fixture.alice(), fixture.mailbox(MailboxName.INBOX));
    List<Long> stored = new ArrayList<>();
    for (int i = 0; i < snapshot.size(); i++) {
      stored.add(snapshot.uid(i));
    }
    for (List<Long> list : known) {
      assertEquals(stored, list);
    }
  }

  /// A client and its list: UIDs by position, 0 where it was not told yet.
  private static final class Model {
    private final TestClient client;
    private final Random random;
    private final List<Long> uids = new ArrayList<>();

    Model(TestClient client, Random random) {
      this.client = client;
      this.random = random;
    }

    Model run() throws IOException {
      command("SELECT INBOX", true);
      command("FETCH 1:* (UID FLAGS)", false);
      for (int i = 0; i < COMMANDS; i++) {
        step();
      }
      return this;
    }

    List<Long> finish() throws IOException {
      command("NOOP", true);
      command("UID FETCH 1:* (FLAGS)", true);
      client.close();
      return uids;
    }

    private void step() throws IOException {
      int number = uids.isEmpty() ? 0 : 1 + random.nextInt(uids.size());
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> command("APPEND INBOX {6+}\r\na: 1\r\n", true);
        case 3 -> command("STORE " + number + " +FLAGS.SILENT (\\Deleted)", false);
        case 4 -> command("STORE " + number + " FLAGS (\\Flagged \\Deleted)", false);
        case 5 -> command("EXPUNGE", true);
        case 6 -> command("FETCH 1:* (UID FLAGS)", false);
        default -> command("NOOP", true);
      }
    }

    /// Runs a command; EXPUNGE may come only where it is allowed.
    private void command(String command, boolean mayExpunge) throws IOException {
      if (command.contains(" 0 ")) {
        return;
      }
      client.line("t " + command);
      while (true) {
        String line = client.readLine();
        if (line.startsWith("t ")) {
          boolean raced = line.startsWith("t NO [EXPUNGEISSUED]");
          assertEquals(true, raced || line.startsWith("t OK"), command + ": " + line);
          return;
        }
        take(line, mayExpunge);
      }
    }

    private void take(String line, boolean mayExpunge) {
      Matcher matcher = UNTAGGED.matcher(line);
      if (!matcher.matches()) {
        return;
      }
      int number = Integer.parseInt(matcher.group(1));
      switch (matcher.group(2)) {
        case "EXISTS" -> {
          assertEquals(true, number >= uids.size(), "EXISTS never shrinks a mailbox");
          while (uids.size() < number) {
            uids.add(0L);
          }
        }
        case "EXPUNGE" -> {
          assertEquals(true, mayExpunge, "EXPUNGE where it is not allowed");
          uids.remove(number - 1);
        }
        case "FETCH" -> {
          if (matcher.group(3) != null) {
            named(number, Long.parseLong(matcher.group(3)));
          }
        }
        default -> {}
      }
    }

    private void named(int number, long uid) {
      long before = uids.set(number - 1, uid);
      assertEquals(true, before == 0 || before == uid, number + " was " + before + ", is " + uid);
    }
  }
}
