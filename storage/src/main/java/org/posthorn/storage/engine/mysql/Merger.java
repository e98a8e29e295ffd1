package org.posthorn.storage.engine.mysql;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.posthorn.storage.engine.Ahead;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Scopes;

/// Merges the transactions of one lane: while a transaction is at work on the database, what comes
/// is gathered, and becomes one transaction when that has ended. Only where it takes long, or too
/// many wait for one, another begins beside it, up to a bounded number. The costs of a transaction
/// are the same for one member as for many, so that few at once are faster than many. Thread-safe.
final class Merger {
  /// The most transactions that become one.
  static final int MOST = 64;

  /// How long one waits for the end of those before it.
  private static final long PATIENCE_MILLIS = 10;

  /// The most scopes of one transaction on the database.
  private static final int MOST_SCOPES = 256;

  private final Lane lane;
  private final Duration patience;
  private final CommitTokens tokens;
  private final IntConsumer measure;
  private final ReentrantLock lock = new ReentrantLock();

  // Under the lock.
  private final Deque<Member> waiting = new ArrayDeque<>();
  private final Map<Scopes, Integer> apart = new HashMap<>();
  private volatile SqlTables tables = new SqlTables(List.of());
  private final int workers;
  private int free;

  /// @param workers how many transactions are at work at once, at most
  /// @param patience how long to try to find a server that answers
  /// @param measure told how many transactions were committed as one
  Merger(Lane lane, int workers, Duration patience, CommitTokens tokens, IntConsumer measure) {
    this.lane = lane;
    this.free = workers;
    this.workers = workers;
    this.patience = patience;
    this.tokens = tokens;
    this.measure = measure;
  }

  /// Tells it the tables.
  void prepare(SqlTables all) {
    tables = all;
  }

  /// Begins a transaction, alone or with others, and waits until its scopes are locked.
  ///
  /// @param ahead what it will probably read
  Member begin(Scopes scopes, Ahead ahead) {
    Member member;
    List<MergedTransaction> formed;
    lock.lock();
    try {
      member = new Member(scopes, ahead, takeApart(scopes), tables);
      waiting.add(member);
      formed = form();
    } finally {
      lock.unlock();
    }
    formed.forEach(MergedTransaction::announce);
    if (!hasTurn(member)) {
      hurry(member);
    }
    MergedTransaction merged = MergedTransaction.await(member.merged());
    if (merged.isFirst(member)) {
      merged.open();
    }
    return member;
  }

  /// Called when one of the transactions on the database has ended.
  void ended() {
    List<MergedTransaction> formed;
    lock.lock();
    try {
      free++;
      formed = form();
    } finally {
      lock.unlock();
    }
    formed.forEach(MergedTransaction::announce);
  }

  /// Waits for its turn, but not for too long.
  private static boolean hasTurn(Member member) {
    try {
      member.merged().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException _) {
      // whoever waits for it next is told
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  /// What is at work takes long: a member that waits for its end has waited enough.
  private void hurry(Member member) {
    List<MergedTransaction> formed;
    lock.lock();
    try {
      member.hurry();
      formed = form();
    } finally {
      lock.unlock();
    }
    formed.forEach(MergedTransaction::announce);
  }

  /// Transactions that may begin now.
  private List<MergedTransaction> form() {
    List<MergedTransaction> formed = new ArrayList<>();
    while (free > 0 && !waiting.isEmpty() && mayBegin()) {
      free--;
      formed.add(new MergedTransaction(this, lane, gather()));
    }
    return formed;
  }

  private boolean mayBegin() {
    return free == workers || waiting.size() >= MOST || waiting.peek().inHurry();
  }

  /// Those that have waited longest and can go together.
  private List<Member> gather() {
    Member first = waiting.remove();
    List<Member> gathered = new ArrayList<>(List.of(first));
    if (first.alone()) {
      return gathered;
    }
    Set<Scope> scopes = new HashSet<>(first.scopes().list());
    for (Iterator<Member> rest = waiting.iterator(); rest.hasNext() && gathered.size() < MOST; ) {
      Member next = rest.next();
      List<Scope> more = next.scopes().list();
      if (!next.alone()
          && scopes.size() + more.size() <= MOST_SCOPES
          && more.stream().noneMatch(scopes::contains)) {
        rest.remove();
        scopes.addAll(more);
        gathered.add(next);
      }
    }
    return gathered;
  }

  /// Says that the next transaction of these scopes, which is the same one again, must run alone.
  void apart(Scopes scopes) {
    lock.lock();
    try {
      apart.merge(scopes, 1, Integer::sum);
    } finally {
      lock.unlock();
    }
  }

  private boolean takeApart(Scopes scopes) {
    boolean alone = apart.containsKey(scopes);
    apart.computeIfPresent(scopes, (_, count) -> count > 1 ? count - 1 : null);
    return alone;
  }

  /// Notes how many were committed as one.
  void merged(int count) {
    measure.accept(count);
  }

  Duration patience() {
    return patience;
  }

  CommitTokens tokens() {
    return tokens;
  }

  WriteBatch batch(Connection connection) {
    return new WriteBatch(connection, tables);
  }
}
