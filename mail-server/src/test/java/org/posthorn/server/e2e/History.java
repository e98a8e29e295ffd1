package org.posthorn.server.e2e;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the clients of one account were told, and what must hold therefore. Thread-safe.
final class History {
  private static final Pattern MESSAGE =
      Pattern.compile(
          "\\* \\d+ FETCH \\(([^\r]*?)\\{\\d+}\r\n.*?X-Letter: (\\S+)\r\n", Pattern.DOTALL);
  private static final Pattern UID = Pattern.compile("UID (\\d+)");
  private static final Pattern FLAGS = Pattern.compile("FLAGS \\(([^)]*)\\)");

  private static final Set<String> NO_FLAGS = Set.of("()");

  private final String user;
  private final Letters letters = new Letters();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  /// Letters that are in INBOX as far as anybody knows.
  private final Set<String> inbox = ConcurrentHashMap.newKeySet();

  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private final Set<String> delivered = ConcurrentHashMap.newKeySet();
  private final List<String> moved = new CopyOnWriteArrayList<>();
  private final Map<String, String> uids = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> flags = new ConcurrentHashMap<>();

  History(String user) {
    this.user = user;
  }

  String user() {
    return user;
  }

  void fault(String what) {
    faults.add(what);
  }

  /// A client that waits in INBOX, on one daemon.
  final class Watcher {
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    /// Moved away while it was not connected: it cannot have seen them.
    private final Set<String> excused = ConcurrentHashMap.newKeySet();

    private boolean present;
    private long lastUid;

    /// It is connected, or is no longer.
    void present(boolean now) {
      synchronized (History.this) {
        present = now;
      }
    }

    long lastUid() {
      return lastUid;
    }

    /// What it fetched from INBOX.
    void saw(String fetched) {
      found("INBOX", fetched)
          .forEach(
              (uid, letter) -> {
                lastUid = Math.max(lastUid, uid);
                seen.add(letter);
                inbox.add(letter);
              });
    }

    /// What it has not seen of the deliveries.
    Set<String> unseen() {
      Set<String> unseen = new TreeSet<>(delivered);
      unseen.removeAll(seen);
      unseen.removeAll(excused);
      return unseen;
    }
  }

  /// One watcher more.
  Watcher newWatcher() {
    Watcher watcher = new Watcher();
    watchers.add(watcher);
    return watcher;
  }

  /// A server answered 250.
  void delivered(String letter) {
    letters.acknowledge(letter);
    delivered.add(letter);
  }

  int deliveries() {
    return delivered.size();
  }

  int moves() {
    return moved.size();
  }

  /// Whether a watcher that is connected is so far behind that no more should be sent.
  synchronized boolean isWatcherBehind() {
    return watchers.stream().anyMatch(one -> one.present && one.unseen().size() > 20);
  }

  /// Deliveries that watchers have not seen, with what else is wrong then; empty when all did.
  String missing() {
    List<Set<String>> unseen = watchers.stream().map(Watcher::unseen).toList();
    return unseen.stream().allMatch(Set::isEmpty) ? "" : unseen + " " + faults;
  }

  /// The letters by their UIDs in what was fetched: a UID never has another letter than before.
  private Map<Long, String> found(String mailbox, String fetched) {
    Map<Long, String> all = new TreeMap<>();
    Matcher message = MESSAGE.matcher(fetched);
    while (message.find()) {
      Matcher uid = UID.matcher(message.group(1));
      if (uid.find()) {
        all.put(Long.valueOf(uid.group(1)), message.group(2));
        hasUid(mailbox, uid.group(1), message.group(2));
      } else {
        fault("no UID in " + message.group(1));
      }
    }
    return all;
  }

  /// A letter was found under a UID.
  void hasUid(String mailbox, String uid, String letter) {
    String before = uids.putIfAbsent(mailbox + ' ' + uid, letter);
    if (before != null && !before.equals(letter)) {
      fault("UID %s of %s was %s and is %s".formatted(uid, mailbox, before, letter));
    }
  }

  /// A letter to move, which all watchers that are connected have seen.
  synchronized Optional<String> toMove() {
    Optional<String> letter =
        inbox.stream()
            .filter(
                one ->
                    watchers.stream()
                        .allMatch(watcher -> !watcher.present || watcher.seen.contains(one)))
            .findFirst();
    letter.ifPresent(
        one ->
            watchers.stream()
                .filter(watcher -> !watcher.present)
                .forEach(watcher -> watcher.excused.add(one)));
    return letter;
  }

  /// It is in Archive.
  void moved(String letter) {
    inbox.remove(letter);
    moved.add(letter);
  }

  /// What a reader fetched of a letter in Archive is the letter, with its flags.
  ///
  /// @param before its flags before it was read
  void read(String letter, String fetched, Set<String> before) {
    if (found("Archive", fetched).size() != 1 || !fetched.contains(Letters.text(letter))) {
      fault(letter + " was read as " + fetched);
    }
    // Otherwise they were changed meanwhile.
    if (before == possibleFlags(letter)) {
      flagFaults(fetched).forEach(this::fault);
    }
  }

  /// A letter in Archive.
  Optional<String> anyMoved() {
    return moved.isEmpty()
        ? Optional.empty()
        : Optional.of(moved.get(ThreadLocalRandom.current().nextInt(moved.size())));
  }

  /// The flags that it may have: several where the answer to a change was lost.
  Set<String> possibleFlags(String letter) {
    return flags.getOrDefault(letter, NO_FLAGS);
  }

  /// It may have these flags from now on.
  void flagging(String letter, String value) {
    Set<String> possible = ConcurrentHashMap.newKeySet();
    possible.addAll(possibleFlags(letter));
    possible.add(value);
    flags.put(letter, possible);
  }

  /// It has these flags and no others.
  void flagged(String letter, String value) {
    flags.put(letter, Set.of(value));
  }

  /// What is wrong, as one daemon shows it.
  List<String> faults(ServedDaemon daemon) throws IOException {
    List<String> all = new ArrayList<>();
    try (Wire.Imap imap = new Wire.Imap(daemon.imap(), user)) {
      imap.ok("EXAMINE INBOX");
      String inboxNow = imap.ok("UID FETCH 1:* (UID FLAGS BODY.PEEK[])");
      imap.ok("EXAMINE Archive");
      String archive = imap.ok("UID FETCH 1:* (UID FLAGS BODY.PEEK[])");
      found("INBOX", inboxNow);
      found("Archive", archive);
      all.addAll(letters.faults(inboxNow + archive));
      all.addAll(flagFaults(inboxNow + archive));
      all.addAll(faults);
    }
    return all;
  }

  private List<String> flagFaults(String fetched) {
    List<String> wrong = new ArrayList<>();
    Matcher message = MESSAGE.matcher(fetched);
    while (message.find()) {
      String letter = message.group(2);
      Matcher found = FLAGS.matcher(message.group(1));
      String shown = found.find() ? found.group(1).replace("\\Recent", "").strip() : "";
      Set<String> possible = possibleFlags(letter);
      if (!possible.contains("(" + shown + ")")) {
        wrong.add(letter + " has (" + shown + ") and not " + possible);
      }
    }
    return wrong;
  }
}
