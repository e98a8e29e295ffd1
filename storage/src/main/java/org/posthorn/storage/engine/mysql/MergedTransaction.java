package org.posthorn.storage.engine.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.engine.ConflictException;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.WriteSet;
import org.posthorn.storage.engine.WriteSet.RowChange;
import org.posthorn.storage.model.BlobHash;

/// One transaction on the database for one or several of the store's, its members. No two of them
/// share a scope.
///
/// Members run on threads of their own, in step: when all that still run wait for answers, the
/// last of them asks for all with one request. The last one to end sends what all of them write, in
/// as few packets as the server takes, the last packet with the COMMIT. Whatever fails for a reason
/// that may be one member's falls apart: each member runs again, alone. The connection is used by
/// one
/// thread at a time: one of a member that runs, while all others wait.
final class MergedTransaction {
  /// The most bytes of bodies and rows that are committed together.
  private static final long MOST_BYTES = 4L << 20;

  private final Merger home;
  private final List<Member> members;
  private final Session session;
  private final ReentrantLock lock = new ReentrantLock();

  // Under the lock.
  private final List<Round.Asked<?>> asked = new ArrayList<>();
  private final List<Member> done = new ArrayList<>();
  private int running;
  private boolean failed;

  /// Whether a failure says nothing about single members: all of them are told.
  private boolean common;

  /// @param members at least one
  MergedTransaction(Merger home, Lane lane, List<Member> members) {
    this.home = home;
    this.members = List.copyOf(members);
    this.running = members.size();
    this.session = new Session(lane, home.patience(), this::meaning);
  }

  /// Tells the first member what it is a part of; the others hear of it when it has begun.
  void announce() {
    members.getFirst().merged().complete(this);
  }

  /// What an error of the database means, wherever in the transaction.
  private RuntimeException meaning(SQLException failure) {
    Faults.Kind kind = Faults.kind(failure);
    common = common || kind == Faults.Kind.LOST || kind == Faults.Kind.AWAY;
    return Faults.beforeCommit(failure);
  }

  /// Called by the first member: locks the scopes of all and reads what they will ask for.
  void open() {
    List<Member> others = members.subList(1, members.size());
    try {
      Sql locks = locks();
      List<Round.Asked<?>> ahead = new ArrayList<>();
      members.forEach(member -> ahead.addAll(member.foresee()));
      if (!locks.isEmpty() || !ahead.isEmpty()) {
        session.call(connection -> Round.ask(connection, locks, ahead)).forEach(Runnable::run);
      }
      others.forEach(member -> member.merged().complete(this));
    } catch (Throwable failure) {
      session.close();
      RuntimeException told = told(failure);
      home.ended();
      others.forEach(member -> member.merged().completeExceptionally(told));
      throw told;
    }
  }

  /// Locks the scopes of all, in their order. The version that rises is what two nodes of a cluster
  /// clash in, since locks do not reach from one to the other.
  private Sql locks() {
    TreeSet<Scope> scopes = new TreeSet<>();
    members.forEach(member -> scopes.addAll(member.scopes().list()));
    if (scopes.isEmpty()) {
      return new Sql();
    }
    Sql sql = Sql.of("INSERT INTO scope_lock (kind,number,version) VALUES ");
    String comma = "";
    for (Scope scope : scopes) {
      sql.add(comma).row(List.of(scope.kind().name(), scope.number(), 1L));
      comma = ",";
    }
    return sql.add(" ON DUPLICATE KEY UPDATE version=version+1");
  }

  /// Whether this member is the one that opens.
  boolean isFirst(Member member) {
    return member == members.getFirst();
  }

  /// The answer to a member's question, when all who run have asked.
  <T> T ask(Question<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    List<Round.Asked<?>> round;
    lock.lock();
    try {
      if (failed) {
        throw new ConflictException("another part of the transaction failed");
      }
      asked.add(new Round.Asked<>(question, answer));
      round = complete();
    } finally {
      lock.unlock();
    }
    answer(round);
    return await(answer);
  }

  /// All questions, if all who run have asked; under the lock.
  private List<Round.Asked<?>> complete() {
    if (asked.size() < running) {
      return List.of();
    }
    List<Round.Asked<?>> round = List.copyOf(asked);
    asked.clear();
    return round;
  }

  private void answer(List<Round.Asked<?>> round) {
    if (round.isEmpty()) {
      return;
    }
    try {
      session.call(connection -> Round.ask(connection, new Sql(), round)).forEach(Runnable::run);
    } catch (Throwable failure) {
      lock.lock();
      try {
        failed = true;
      } finally {
        lock.unlock();
      }
      RuntimeException told = told(failure);
      round.forEach(one -> one.answer().completeExceptionally(told));
    }
  }

  /// What members are told of a failure: to run again alone, unless it is everybody's.
  private RuntimeException told(Throwable failure) {
    if (members.size() > 1 && !common) {
      members.forEach(member -> home.apart(member.scopes()));
      return new ConflictException("a merged transaction failed: " + failure.getMessage());
    }
    return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
  }

  /// Called by each member last.
  void ended(Member member) {
    boolean last;
    boolean broken;
    List<Round.Asked<?>> round = List.of();
    lock.lock();
    try {
      running--;
      done.add(member);
      last = running == 0;
      broken = failed;
      if (!last) {
        round = complete();
      }
    } finally {
      lock.unlock();
    }
    if (last) {
      finish(broken);
    } else {
      answer(round);
    }
  }

  private void finish(boolean broken) {
    List<Member> together = new ArrayList<>();
    List<Member> later = new ArrayList<>();
    try {
      if (broken) {
        throw new ConflictException("another part of the transaction failed");
      }
      Clashes clashes = new Clashes(MOST_BYTES);
      for (Member member : done) {
        if (!member.writes().isEmpty()) {
          (clashes.admit(member) ? together : later).add(member);
        }
      }
      if (!together.isEmpty()) {
        session.call(connection -> send(connection, merged(together)));
        home.merged(together.size());
      }
      session.close();
      home.ended();
      together.forEach(member -> member.committed().complete(null));
      later.forEach(this::again);
    } catch (Throwable failure) {
      session.close();
      RuntimeException told = broken ? (RuntimeException) failure : told(failure);
      home.ended();
      members.forEach(member -> member.committed().completeExceptionally(told));
    }
  }

  private void again(Member member) {
    home.apart(member.scopes());
    member.committed().completeExceptionally(new ConflictException("met another transaction"));
  }

  private static WriteSet merged(List<Member> members) {
    if (members.size() == 1) {
      return members.getFirst().writes();
    }
    List<RowChange<?>> rows = new ArrayList<>();
    List<SpooledBody> bodies = new ArrayList<>();
    List<BlobHash> deleted = new ArrayList<>();
    for (Member member : members) {
      rows.addAll(member.writes().rows());
      bodies.addAll(member.writes().newBodies());
      deleted.addAll(member.writes().deletedBodies());
    }
    return new WriteSet(rows, bodies, deleted);
  }

  private boolean send(Connection connection, WriteSet writes) throws SQLException {
    WriteBatch batch = home.batch(connection);
    BodyTable.insert(batch, writes.newBodies());
    if (!writes.deletedBodies().isEmpty()) {
      BodyTable.delete(batch, writes.deletedBodies());
    }
    batch.rows(writes.rows());
    CommitTokens.Token token = home.tokens().next();
    token.insert(batch.statement());
    try {
      batch.statement().add("COMMIT");
      batch.flush();
      return true;
    } catch (SQLException failure) {
      if (Faults.kind(failure) != Faults.Kind.LOST) {
        throw failure;
      }
      session.lost();
      common = true;
      if (!home.tokens().wasCommitted(token)) {
        throw new ConflictException("the connection was lost before the commit");
      }
      return true;
    }
  }

  /// Waits, and throws what it failed with.
  static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException failure) {
      throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
    }
  }
}
