package org.posthorn.storage.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.posthorn.storage.model.FlagChange;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.SystemFlag;

/// The simplest mailbox that can be thought of, to compare the real one with.
final class MailboxModel {
  final TreeMap<Long, Message> messages = new TreeMap<>();
  long uidNext = 1;

  /// A message: what it says, and its flags.
  record Message(String content, Flags flags) {}

  long add(String content, Flags flags) {
    messages.put(uidNext, new Message(content, flags));
    return uidNext++;
  }

  Message get(long uid) {
    return Objects.requireNonNull(messages.get(uid));
  }

  List<Long> between(long first, long last) {
    return new ArrayList<>(messages.subMap(first, true, last, true).keySet());
  }

  void store(long uid, FlagChange change) {
    messages.computeIfPresent(
        uid, (_, message) -> new Message(message.content, apply(message.flags, change)));
  }

  private static Flags apply(Flags before, FlagChange change) {
    Set<String> words = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    words.addAll(before.keywords());
    int named = change.flags().system();
    return switch (change.mode()) {
      case REPLACE -> change.flags();
      case ADD -> {
        words.addAll(change.flags().keywords());
        yield new Flags(before.system() | named, words);
      }
      case REMOVE -> {
        words.removeAll(change.flags().keywords());
        yield new Flags(before.system() & ~named, words);
      }
    };
  }

  List<Long> expunge(long first, long last) {
    List<Long> gone =
        between(first, last).stream()
            .filter(uid -> get(uid).flags.has(SystemFlag.DELETED))
            .toList();
    gone.forEach(messages::remove);
    return gone;
  }
}
