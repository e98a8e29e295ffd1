package org.posthorn.storage.engine.mysql;

import java.util.HashSet;
import java.util.Set;
import org.posthorn.storage.model.BlobHash;

/// Which of several transactions can be committed as one, in an order: none may have looked at, or
/// write, a row or body that one before it writes. Only what no scope covers is looked at, since
/// no two of them share a scope. One thread.
final class Clashes {
  private final long most;
  private final Set<RowKey> rows = new HashSet<>();
  private final Set<BlobHash> stored = new HashSet<>();
  private final Set<BlobHash> deleted = new HashSet<>();
  private long bytes;
  private boolean any;

  /// @param most bytes of all together; the first may have more
  Clashes(long most) {
    this.most = most;
  }

  /// Takes one, if it goes together with those that were taken.
  boolean admit(Member member) {
    if (any && (bytes + member.bytes() > most || clashes(member))) {
      return false;
    }
    any = true;
    bytes += member.bytes();
    rows.addAll(member.written());
    member.writes().newBodies().forEach(body -> stored.add(body.hash()));
    deleted.addAll(member.writes().deletedBodies());
    return true;
  }

  private boolean clashes(Member member) {
    return member.touched().stream().anyMatch(rows::contains)
        || member.wanted().stream().anyMatch(deleted::contains)
        || member.writes().deletedBodies().stream().anyMatch(stored::contains);
  }
}
