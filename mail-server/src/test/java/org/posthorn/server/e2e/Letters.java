package org.posthorn.server.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Messages that can be recognised: each carries its name in `X-Letter`, and its text follows from
/// the name, so that whoever finds it can tell whether a single octet is wrong. Thread-safe.
final class Letters {
  private static final Pattern NAME = Pattern.compile("X-Letter: (\\S+)\r\n");

  private final Set<String> acknowledged = new ConcurrentSkipListSet<>();

  /// The message of that name, lines ending in CRLF.
  static String text(String name) {
    Random random = new Random(name.hashCode());
    StringBuilder text =
        new StringBuilder("X-Letter: " + name + "\r\nSubject: letter " + name + "\r\n\r\n");
    int lines = 1 + random.nextInt(80);
    for (int i = 0; i < lines; i++) {
      text.append(i).append(' ');
      for (int j = random.nextInt(70); j > 0; j--) {
        text.append((char) ('a' + random.nextInt(26)));
      }
      text.append("\r\n");
    }
    return text.toString();
  }

  /// Remembers that a server has taken the responsibility for the message.
  void acknowledge(String name) {
    acknowledged.add(name);
  }

  int acknowledgedCount() {
    return acknowledged.size();
  }

  /// What is wrong with a mailbox's answer to `FETCH 1:* BODY.PEEK[]` taken over all mailboxes:
  /// names that are missing, doubled, or changed.
  List<String> faults(String fetched) {
    List<String> faults = new ArrayList<>();
    Set<String> found = new TreeSet<>();
    Matcher matcher = NAME.matcher(fetched);
    while (matcher.find()) {
      String name = matcher.group(1);
      String text = text(name);
      if (!found.add(name)) {
        faults.add("doubled: " + name);
      }
      if (!fetched.startsWith(text, matcher.start())) {
        faults.add("changed: " + name);
      }
    }
    for (String name : acknowledged) {
      if (!found.contains(name)) {
        faults.add("lost: " + name);
      }
    }
    return faults;
  }
}
