package org.posthorn.server.e2e;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A client of one account that goes on whatever dies: it connects to another daemon then, and
/// tells [History] what it was told.
final class ChaosClient implements Runnable {
  private static final Pattern FOUND = Pattern.compile("\\* SEARCH (\\d+)");
  private static final Pattern EXISTS = Pattern.compile("\\* (\\d+) EXISTS");

  private final Role role;
  private final String name;
  private final History history;
  private final List<ServedDaemon> daemons;
  private int daemon;
  private int next;
  private volatile boolean writing = true;
  private volatile boolean stopped;

  /// What a client does all the time.
  enum Role {
    /// Sends mail to INBOX.
    SENDER,
    /// Sets a keyword and another flag on messages, and takes them away.
    FLAGGER,
    /// Moves messages from INBOX to Archive.
    MOVER,
    /// Waits in INBOX, and hears of what comes.
    WATCHER
  }

  ChaosClient(Role role, int account, History history, List<ServedDaemon> daemons) {
    this.role = role;
    this.name = role.name().toLowerCase(Locale.ROOT) + account;
    this.history = history;
    this.daemons = daemons;
    this.daemon = account + role.ordinal();
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
          case WATCHER -> watch(to);
        }
      } catch (IOException _) {
        // It was killed, or has told that it cannot just now: try another one.
      }
    }
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
        String flags = ThreadLocalRandom.current().nextBoolean() ? "(\\Flagged)" : "(\\Answered)";
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
          imap.ok("UID MOVE " + found.group(1) + " Archive");
        }
        // If it is not there, an earlier move was made whose answer was lost.
        history.moved(letter);
      }
    }
  }

  /// Reads INBOX from the last UID it knows on, then waits for more.
  private void watch(ServedDaemon to) throws IOException {
    try (Wire.Imap imap = new Wire.Imap(to.imap(), history.user())) {
      imap.ok("EXAMINE INBOX");
      while (!stopped) {
        history.seen(
            imap.ok("UID FETCH " + (history.lastSeenUid() + 1) + ":* (UID BODY.PEEK[HEADER])"));
        imap.send("i IDLE\r\n");
        String line = imap.line();
        while (!stopped && !EXISTS.matcher(line).matches()) {
          line = imap.line();
        }
        imap.send("DONE\r\n");
        while (!line.startsWith("i ")) {
          line = imap.line();
        }
      }
    }
  }
}
