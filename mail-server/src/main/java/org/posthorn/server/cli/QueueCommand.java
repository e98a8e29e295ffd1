package org.posthorn.server.cli;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.posthorn.server.admin.Console;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.queue.MailQueue;
import org.posthorn.storage.queue.QueueEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `posthorn queue`: mail that waits to be delivered.
@Command(
    name = "queue",
    header = "Look at the mail that waits to be delivered, and act on it.",
    description = {
      "An entry is one message for one recipient. Entries are named by number, or chosen by filters:",
      "those that fit all of the filters given."
    },
    subcommands = {
      QueueCommand.ListAll.class,
      QueueCommand.Show.class,
      QueueCommand.Retry.class,
      QueueCommand.Hold.class,
      QueueCommand.Release.class,
      QueueCommand.Drop.class,
      QueueCommand.Bounce.class,
      HelpCommand.class
    })
final class QueueCommand extends CommandGroup {
  private static final int DEFAULT_LIMIT = 100;

  private static String since(Instant time, Instant now) {
    return span(Duration.between(time, now));
  }

  /// The two largest units are enough.
  private static String span(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m" + seconds % 60 + "s";
    }
    if (seconds < 86_400) {
      return seconds / 3600 + "h" + seconds / 60 % 60 + "m";
    }
    return seconds / 86_400 + "d" + seconds / 3600 % 24 + "h";
  }

  private static String state(QueueEntry entry, Instant now) {
    if (entry.held()) {
      return "held";
    }
    if (entry.leased() && entry.dueAt().isAfter(now)) {
      return "being tried";
    }
    if (entry.returned()) {
      return "going back";
    }
    return entry.dueAt().isAfter(now)
        ? "next in " + span(Duration.between(now, entry.dueAt()))
        : "due";
  }

  private static String sender(QueueEntry entry) {
    return "<" + entry.sender() + ">";
  }

  @Command(name = "list", description = "List entries, a line each, with the last error below.")
  static final class ListAll extends StoreCommand {
    @Mixin QueueSelection which = new QueueSelection();

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "" + DEFAULT_LIMIT,
        description = "At most so many. Default: ${DEFAULT-VALUE}.")
    int limit;

    @Override
    public int run(MailStore store, Console console) {
      Instant now = Clock.systemUTC().instant();
      List<QueueEntry> entries = which.find(store, Math.max(1, limit));
      for (QueueEntry entry : entries) {
        console.out(
            String.join(
                "\t",
                entry.id().toString(),
                since(entry.queuedAt(), now),
                entry.size() + "B",
                "tried " + entry.attempts(),
                state(entry, now),
                sender(entry),
                "<" + entry.recipient() + ">"));
        if (!entry.lastError().isEmpty()) {
          console.out("\t" + entry.lastError());
        }
      }
      console.out(entries.size() + " of " + store.queue().size() + " entries");
      return ExitCode.OK;
    }
  }

  @Command(name = "show", description = "Show all of an entry, and the header of its message.")
  static final class Show extends StoreCommand {
    private static final int MAX_HEADER = 64 * 1024;

    @Mixin QueueSelection which = new QueueSelection();

    @Override
    public int run(MailStore store, Console console) {
      List<QueueEntry> entries = chosen(which, store);
      entries.forEach(entry -> show(entry, store.queue(), console));
      return entries.isEmpty() ? ExitCode.DATA : ExitCode.OK;
    }

    private static void show(QueueEntry entry, MailQueue queue, Console console) {
      Instant now = Clock.systemUTC().instant();
      console.out("entry        " + entry.id());
      console.out("message      " + entry.name());
      console.out("sender       " + sender(entry));
      console.out("recipient    <" + entry.recipient() + ">");
      console.out("destination  " + (entry.destination().isEmpty() ? "here" : entry.destination()));
      console.out("size         " + entry.size());
      console.out("priority     " + entry.priority());
      console.out("accepted     " + second(entry.queuedAt()));
      console.out("expires      " + second(entry.expiresAt()));
      console.out("attempts     " + entry.attempts());
      console.out("state        " + state(entry, now));
      if (!entry.lastError().isEmpty()) {
        console.out("last error   " + entry.lastError());
      }
      console.out("");
      header(queue.content(entry)).lines().forEach(line -> console.out("    " + line));
      console.out("");
    }

    private static Instant second(Instant time) {
      return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private static String header(Content message) {
      byte[] start = message.read(0, (int) Math.min(message.size(), MAX_HEADER));
      String text = new String(start, StandardCharsets.UTF_8);
      int end = text.indexOf("\r\n\r\n");
      return printable(end < 0 ? text : text.substring(0, end));
    }

    /// A message must not play with the terminal.
    private static String printable(String text) {
      return text.replaceAll("[\\p{Cntrl}&&[^\r\n\t]]", "?");
    }
  }

  /// Something that is done to each of the chosen entries.
  abstract static class Act extends StoreCommand {
    @Mixin QueueSelection which = new QueueSelection();

    @Option(names = "--all", description = "All entries.")
    boolean all;

    /// Does it.
    ///
    /// @return whether there was something to do
    abstract boolean act(MailQueue queue, QueueEntry entry, Instant now);

    /// What has been done, for the user.
    abstract String done();

    @Override
    public final int run(MailStore store, Console console) {
      if (!all && !which.isNarrow()) {
        throw new CommandFailure(ExitCode.USAGE, "name entries, give a filter, or say --all");
      }
      Instant now = Clock.systemUTC().instant();
      List<QueueEntry> entries = which.find(store, Integer.MAX_VALUE);
      long changed = entries.stream().filter(entry -> act(store.queue(), entry, now)).count();
      console.out(done() + " " + changed + " of " + entries.size() + " entries");
      return entries.isEmpty() && !which.ids.isEmpty() ? ExitCode.DATA : ExitCode.OK;
    }
  }

  @Command(name = "retry", description = "Try entries now, whenever they would have been due.")
  static final class Retry extends Act {
    @Override
    boolean act(MailQueue queue, QueueEntry entry, Instant now) {
      return queue.hurry(entry.id(), now);
    }

    @Override
    String done() {
      return "hurried";
    }
  }

  @Command(name = "hold", description = "Hold entries back until they are released.")
  static final class Hold extends Act {
    @Override
    boolean act(MailQueue queue, QueueEntry entry, Instant now) {
      return queue.hold(entry.id());
    }

    @Override
    String done() {
      return "held";
    }
  }

  @Command(name = "release", description = "Let held entries go, at once.")
  static final class Release extends Act {
    @Override
    boolean act(MailQueue queue, QueueEntry entry, Instant now) {
      return queue.release(entry.id(), now);
    }

    @Override
    String done() {
      return "released";
    }
  }

  @Command(name = "drop", description = "Delete entries; their senders hear nothing of it.")
  static final class Drop extends Act {
    @Override
    boolean act(MailQueue queue, QueueEntry entry, Instant now) {
      return queue.drop(entry.id());
    }

    @Override
    String done() {
      return "dropped";
    }
  }

  @Command(
      name = "bounce",
      description = {
        "Give entries back to their senders, with a report.",
        "Without a running daemon that happens at its next start."
      })
  static final class Bounce extends Act {
    @Override
    boolean act(MailQueue queue, QueueEntry entry, Instant now) {
      return queue.giveBack(entry.id(), now);
    }

    @Override
    String done() {
      return "gave back";
    }
  }

  private static List<QueueEntry> chosen(QueueSelection which, MailStore store) {
    if (!which.isNarrow()) {
      throw new CommandFailure(ExitCode.USAGE, "name entries, or give a filter");
    }
    return which.find(store, DEFAULT_LIMIT);
  }
}
