package org.posthorn.server.e2e;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A client of one account that goes on whatever dies: it connects to another daemon then, and
/// tells [History] what it was told.
final class ChaosClient implements Runnable {
  private static final Pattern FOUND = Pattern.compile("\\* SEARCH (\\d+)");
  private static final Pattern WRONG = Pattern.compile("^a\\d+ BAD|SERVERBUG");
  private static final Pattern COPYUID = Pattern.compile("COPYUID \\d+ (\\d+) (\\d+)");
  private static final List<String> FLAGS = List.of("(\\Flagged)", "(\\Answered)", "($Later)");
  private static final Pattern EXISTS = Pattern.compile("(?m)^\\* \\d+ EXISTS\\r?$");

  /// Milliseconds.
  private static final int QUIET = 30_000;

  private final Role role;
  private final String name;
  private final History history;
  private final List<ServedDaemon> daemons;
  private final Optional<History.Watcher> watcher;
  private int daemon;
  private int next;
  private volatile boolean writing = true;
  private volatile boolean stopped;

  /// What a client does all the time.
  enum Role {
    /// Sends mail to INBOX.
    SENDER,
    /// Gives messages in Archive one flag or keyword after the other.
    FLAGGER,
    /// Reads messages in Archive.
    READER,
    /// Moves messages from INBOX to Archive.
    MOVER,
    /// Waits in INBOX on one daemon, and hears of what comes in on any of them.
    WATCHER
  }

  ChaosClient(Role role, int account, History history, List<ServedDaemon> daemons) {
    this.role = role;
    this.name = role.name().toLowerCase(Locale.ROOT) + account;
    this.history = history;
    this.daemons = daemons;
    this.daemon = account + role.ordinal();
    this.watcher = Optional.empty();
  }

  private ChaosClient(History history, ServedDaemon daemon, String name) {
    this.role = Role.WATCHER;
    this.name = name;
    this.history = history;
    this.daemons = List.of(daemon);
    this.watcher = Optional.of(history.newWatcher());
  }

  /// A client that waits on this daemon alone, whenever it is up.
  static ChaosClient watcher(History history, ServedDaemon daemon) {
    return new ChaosClient(history, daemon, "watcher");
  }

  /// Ends the changes it makes.
  void stopWriting() {
    writing = false;
  }

  /// Ends it.
  void stop() {
    stopped = true;
  }

  private boolean goesOn() {
    return role == Role.WATCHER ? !stopped : writing;
  }

  @Override
  public void run() {
    while (goesOn()) {
      ServedDaemon to = daemons.get(Math.floorMod(daemon++, daemons.size()));
      try {
        switch (role) {
          case SENDER -> send(to);
          case FLAGGER -> flag(to);
          case MOVER -> move(to);
          case READER -> read(to);
          case WATCHER -> watch(to, watcher.orElseThrow());
        }
      } catch (IOException failure) {
        failed(failure);
      } catch (RuntimeException failure) {
        history.fault(name + ": " + failure);
        return;
      }
    }
  }

  /// It was killed, or has told that it cannot just now: then another one is tried.
  private void failed(IOException failure) {
    String text = Objects.toString(failure.getMessage(), "");
    if (WRONG.matcher(text).find()) {
      history.fault(name + " was told " + text);
    }
    LockSupport.parkNanos(20_000_000);
  }

  private void send(ServedDaemon to) throws IOException {
    try (Wire.Smtp smtp = new Wire.Smtp(to.smtp())) {
      while (writing) {
        while (writing && history.isWatcherBehind()) {
          LockSupport.parkNanos(10_000_000);
        }
        String letter = "%s-%06d".formatted(name, ++next);
        String reply = smtp.deliver("a@far.example", history.user(), Letters.text(letter));
        if (reply.startsWith("250")) {
          history.delivered(letter);
        } else if (!reply.startsWith("4")) {
          history.fault("a delivery was refused for good: " + reply);
        }
      }
    }
  }

  private void flag(ServedDaemon to) throws IOException {
    try (Wire.Imap imap = new Wire.Imap(to.imap(), history.user())) {
      imap.ok("SELECT Archive");
      while (writing) {
        imap.ok("NOOP");
        String letter = history.anyMoved().orElse("");
        if (letter.isEmpty()) {
          continue;
        }
        Matcher found = FOUND.matcher(imap.ok("UID SEARCH HEADER X-Letter " + letter));
        if (!found.find()) {
          history.fault(letter + " was moved to Archive and is not there");
          return;
        }
        String flags = FLAGS.get(ThreadLocalRandom.current().nextInt(FLAGS.size()));
        history.flagging(letter, flags);
        imap.ok("UID STORE " + found.group(1) + " FLAGS.SILENT " + flags);
        history.flagged(letter, flags);
      }
    }
  }

  private void move(ServedDaemon to) throws IOException {
    try (Wire.Imap imap = new Wire.Imap(to.imap(), history.user())) {
      imap.ok("SELECT INBOX");
      while (writing) {
        imap.ok("NOOP");
        String letter = history.toMove().orElse("");
        if (letter.isEmpty()) {
          continue;
        }
        Matcher found = FOUND.matcher(imap.ok("UID SEARCH HEADER X-Letter " + letter));
        if (found.find()) {
          history.hasUid("INBOX", found.group(1), letter);
          Matcher copied = COPYUID.matcher(imap.ok("UID MOVE " + found.group(1) + " Archive"));
          if (copied.find()) {
            history.hasUid("Archive", copied.group(2), letter);
          }
        }
        // If it is not there, an earlier move was made whose answer was lost.
        history.moved(letter);
      }
    }
  }

  private void read(ServedDaemon to) throws IOException {
    try (Wire.Imap imap = new Wire.Imap(to.imap(), history.user())) {
      imap.ok("SELECT Archive");
      while (writing) {
        imap.ok("NOOP");
        String letter = history.anyMoved().orElse("");
        if (letter.isEmpty()) {
          continue;
        }
        Matcher found = FOUND.matcher(imap.ok("UID SEARCH HEADER X-Letter " + letter));
        if (!found.find()) {
          history.fault(letter + " was moved to Archive and cannot be read there");
          return;
        }
        Set<String> flags = history.possibleFlags(letter);
        String fetched = imap.ok("UID FETCH " + found.group(1) + " (UID FLAGS BODY.PEEK[])");
        history.read(letter, fetched, flags);
      }
    }
  }

  /// Reads INBOX from the last UID it knows on, then waits for more.
  private void watch(ServedDaemon to, History.Watcher watcher) throws IOException {
    try (Wire.Imap imap = new Wire.Imap(to.imap(), history.user())) {
      imap.ok("EXAMINE INBOX");
      watcher.present(true);
      while (!stopped) {
        fetchNew(imap, watcher);
        imap.send("i IDLE\r\n");
        String line = hear(imap, watcher);
        while (!stopped && !EXISTS.matcher(line).matches()) {
          line = hear(imap, watcher);
        }
        imap.send("DONE\r\n");
        while (!line.startsWith("i ")) {
          line = imap.line();
        }
      }
    } finally {
      watcher.present(false);
    }
  }

  /// Again, where more came in meanwhile: of that IDLE says nothing.
  private static void fetchNew(Wire.Imap imap, History.Watcher watcher) throws IOException {
    String fetched = "";
    do {
      fetched = imap.ok("UID FETCH " + (watcher.lastUid() + 1) + ":* (UID BODY.PEEK[HEADER])");
      watcher.saw(fetched);
    } while (EXISTS.matcher(fetched).find());
  }

  /// The next line in IDLE. What was delivered before one [#QUIET] is told before the next.
  private String hear(Wire.Imap imap, History.Watcher watcher) throws IOException {
    Set<String> unseen = Set.of();
    while (!stopped) {
      Optional<String> line = imap.lineWithin(QUIET);
      if (line.isPresent()) {
        return line.get();
      }
      Set<String> still = watcher.unseen();
      if (unseen.stream().anyMatch(still::contains)) {
        history.fault("an IDLE session was not told of " + unseen);
      }
      unseen = still;
    }
    return "";
  }
}
