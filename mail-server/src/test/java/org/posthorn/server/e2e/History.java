package org.posthorn.server.e2e;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the clients of one account were told, and what must hold therefore. Thread-safe.
final class History {
  private static final Pattern MESSAGE =
      Pattern.compile(
          "\\* \\d+ FETCH \\(([^\r]*?)\\{\\d+}\r\n.*?X-Letter: (\\S+)\r\n", Pattern.DOTALL);
  private static final Pattern UID = Pattern.compile("UID (\\d+)");
  private static final Pattern FLAGS = Pattern.compile("FLAGS \\(([^)]*)\\)");

  private final String user;
  private final Letters letters = new Letters();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  /// Letters in INBOX that the watcher has seen, and that were not moved.
  private final Queue<String> seen = new ConcurrentLinkedQueue<>();

  private final Set<String> everSeen = ConcurrentHashMap.newKeySet();
  private final Set<String> delivered = ConcurrentHashMap.newKeySet();
  private final List<String> moved = new CopyOnWriteArrayList<>();
  private final Map<Long, String> inboxUids = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> flags = new ConcurrentHashMap<>();
  private final AtomicLong lastSeenUid = new AtomicLong();

  History(String user) {
    this.user = user;
  }

  String user() {
    return user;
  }

  void fault(String what) {
    faults.add(what);
  }

  /// A server answered 250.
  void delivered(String letter) {
    letters.acknowledge(letter);
    delivered.add(letter);
  }

  int deliveries() {
    return delivered.size();
  }

  /// Whether the watcher is so far behind that no more should be sent.
  boolean isWatcherBehind() {
    return delivered.size() - everSeen.size() > 20;
  }

  /// What a watcher fetched from INBOX.
  void seen(String fetched) {
    Matcher message = MESSAGE.matcher(fetched);
    while (message.find()) {
      Matcher uid = UID.matcher(message.group(1));
      if (!uid.find()) {
        fault("no UID in " + message.group(1));
        return;
      }
      long number = Long.parseLong(uid.group(1));
      String letter = message.group(2);
      String before = inboxUids.putIfAbsent(number, letter);
      if (before != null && !before.equals(letter)) {
        fault("UID " + number + " was " + before + " and is " + letter);
      }
      lastSeenUid.accumulateAndGet(number, Math::max);
      if (everSeen.add(letter)) {
        seen.add(letter);
      }
    }
  }

  long lastSeenUid() {
    return lastSeenUid.get();
  }

  /// Whether watchers have seen every delivery.
  boolean watchersSawAll() {
    return everSeen.containsAll(delivered);
  }

  /// A letter to move.
  Optional<String> toMove() {
    return Optional.ofNullable(seen.peek());
  }

  /// It is in Archive.
  void moved(String letter) {
    seen.remove(letter);
    moved.add(letter);
  }

  /// A letter in Archive.
  Optional<String> anyMoved() {
    return moved.isEmpty()
        ? Optional.empty()
        : Optional.of(moved.get(ThreadLocalRandom.current().nextInt(moved.size())));
  }

  /// It may have these flags from now on.
  void flagging(String letter, String value) {
    Set<String> possible = ConcurrentHashMap.newKeySet();
    possible.addAll(flags.getOrDefault(letter, Set.of("()")));
    possible.add(value);
    flags.put(letter, possible);
  }

  /// It has these flags and no others.
  void flagged(String letter, String value) {
    flags.put(letter, Set.of(value));
  }

  /// What is wrong, as one daemon shows it.
  List<String> faults(ServedDaemon daemon) throws IOException {
    List<String> all = new ArrayList<>(faults);
    try (Wire.Imap imap = new Wire.Imap(daemon.imap(), user)) {
      imap.ok("EXAMINE INBOX");
      String inbox = imap.ok("UID FETCH 1:* (UID FLAGS BODY.PEEK[])");
      imap.ok("EXAMINE Archive");
      String archive = imap.ok("UID FETCH 1:* (UID FLAGS BODY.PEEK[])");
      all.addAll(letters.faults(inbox + archive));
      all.addAll(flagFaults(archive));
    }
    return all;
  }

  private List<String> flagFaults(String archive) {
    List<String> wrong = new ArrayList<>();
    Matcher message = MESSAGE.matcher(archive);
    while (message.find()) {
      String letter = message.group(2);
      Matcher found = FLAGS.matcher(message.group(1));
      String shown = found.find() ? found.group(1).replace("\\Recent", "").strip() : "";
      Set<String> possible = flags.getOrDefault(letter, Set.of("()"));
      if (!possible.contains("(" + shown + ")")) {
        wrong.add(letter + " has (" + shown + ") and not " + possible);
      }
    }
    return wrong;
  }
}
