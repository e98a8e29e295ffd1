package org.posthorn.storage.engine;

import java.util.Comparator;
import org.posthorn.storage.model.AccountId;

/// What a transaction locks as a whole. Ordered: locks are always taken in this order.
///
/// @param kind what it is
/// @param number which one; 0 for the directory
public record Scope(Kind kind, long number) implements Comparable<Scope> {
  /// The kinds, in locking order.
  public enum Kind {
    DIRECTORY,
    ACCOUNT,
    QUEUE
  }

  /// Domains, accounts, addresses and credentials.
  public static final Scope DIRECTORY = new Scope(Kind.DIRECTORY, 0);

  private static final Comparator<Scope> ORDER =
      Comparator.comparing(Scope::kind).thenComparingLong(Scope::number);

  /// Everything one account owns.
  public static Scope account(AccountId account) {
    return new Scope(Kind.ACCOUNT, account.value());
  }

  /// One partition of the mail queue.
  public static Scope queue(int partition) {
    return new Scope(Kind.QUEUE, partition);
  }

  @Override
  public int compareTo(Scope other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind == Kind.DIRECTORY
        ? "directory"
        : kind.name().toLowerCase(java.util.Locale.ROOT) + ' ' + number;
  }
}
