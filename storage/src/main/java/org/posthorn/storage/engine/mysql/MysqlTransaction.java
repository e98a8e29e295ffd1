package org.posthorn.storage.engine.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.posthorn.storage.blob.EncodedBody;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.engine.ConflictException;
import org.posthorn.storage.engine.EngineTransaction;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.engine.WriteSet;

/// One transaction on the database. What it writes is sent at the end, in as few packets as the
/// server takes, the last one with the COMMIT.
final class MysqlTransaction extends MysqlView implements EngineTransaction {
  private final Session session;
  private final WriteBatch.Factory batches;
  private final CommitTokens tokens;

  MysqlTransaction(
      Session session, SqlTables tables, WriteBatch.Factory batches, CommitTokens tokens) {
    super(session, tables);
    this.session = session;
    this.batches = batches;
    this.tokens = tokens;
  }

  /// Locks the scopes, in their order. The version that rises is what two nodes of a cluster
  /// clash
  /// in, since locks do not reach from one to the other.
  void lock(Scopes scopes) {
    if (scopes.list().isEmpty()) {
      return;
    }
    Sql sql = Sql.of("INSERT INTO scope_lock (kind,number,version) VALUES ");
    for (int i = 0; i < scopes.list().size(); i++) {
      Scope scope = scopes.list().get(i);
      sql.add(i == 0 ? "" : ",").row(List.of(scope.kind().name(), scope.number(), 1L));
    }
    sql.add(" ON DUPLICATE KEY UPDATE version=version+1");
    session.call(
        connection -> {
          sql.execute(connection);
          return true;
        });
  }

  @Override
  String lock(Table<?> table) {
    return table.scoped() ? "" : " FOR UPDATE";
  }

  @Override
  public CompletableFuture<Void> commit(WriteSet writes) {
    session.call(
        connection -> {
          send(connection, writes);
          return true;
        });
    return CompletableFuture.completedFuture(null);
  }

  private void send(Connection connection, WriteSet writes) throws SQLException {
    WriteBatch batch = batches.on(connection);
    for (SpooledBody body : writes.newBodies()) {
      BodyTable.insert(batch, EncodedBody.of(body));
    }
    if (!writes.deletedBodies().isEmpty()) {
      BodyTable.delete(batch, writes.deletedBodies());
    }
    batch.rows(writes.rows());
    CommitTokens.Token token = tokens.next();
    token.insert(batch.statement());
    try {
      batch.statement().add("COMMIT");
      batch.flush();
    } catch (SQLException failure) {
      if (Faults.kind(failure) != Faults.Kind.LOST) {
        throw failure;
      }
      session.lost();
      if (!tokens.wasCommitted(token)) {
        throw new ConflictException("the connection was lost before the commit");
      }
    }
  }
}
