package org.posthorn.imap.session;

import java.util.Set;
import java.util.TreeSet;
import org.posthorn.storage.model.FlagChange;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.UidSet;

/// A change of flags that the client knows of without being told, since it asked for it in silence,
/// or saw it in another response.
///
/// @param uids the messages
/// @param change what happened to their flags
record KnownChange(UidSet uids, FlagChange change) {

  /// The flags that the client supposes a message to have.
  ///
  /// @param before those it knew before the change
  Flags applied(long uid, Flags before) {
    return uids.contains(uid) ? apply(change, before) : before;
  }

  /// The flags after a change.
  static Flags apply(FlagChange change, Flags before) {
    Flags named = change.flags();
    return switch (change.mode()) {
      case REPLACE -> named;
      case ADD -> new Flags(before.system() | named.system(), union(before, named));
      case REMOVE -> new Flags(before.system() & ~named.system(), difference(before, named));
    };
  }

  private static Set<String> union(Flags a, Flags b) {
    if (b.keywords().isEmpty()) {
      return a.keywords();
    }
    Set<String> all = keywordSet(a);
    all.addAll(b.keywords());
    return all;
  }

  private static Set<String> difference(Flags a, Flags b) {
    if (b.keywords().isEmpty() || a.keywords().isEmpty()) {
      return a.keywords();
    }
    Set<String> left = keywordSet(a);
    b.keywords().forEach(left::remove);
    return left;
  }

  private static Set<String> keywordSet(Flags flags) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(flags.keywords());
    return set;
  }
}
