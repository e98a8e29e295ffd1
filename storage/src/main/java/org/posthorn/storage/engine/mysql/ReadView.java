package org.posthorn.storage.engine.mysql;

import org.posthorn.storage.engine.Table;

/// Reads over a connection of its own. The first statement fixes the moment that all of them see.
final class ReadView extends MysqlView {
  private final Connected session;

  ReadView(Connected session, SqlTables tables) {
    super(tables);
    this.session = session;
  }

  @Override
  <T> T ask(Question<T> question) {
    return session.call(connection -> Round.one(connection, question));
  }

  @Override
  Question.Lock lock(Table<?> table) {
    return Question.Lock.NONE;
  }

  @Override
  public void close() {
    session.close();
  }
}
