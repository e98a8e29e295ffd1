package org.posthorn.storage.engine.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Questions that go to the server as one request. Those for rows of one table by their keys become
/// one statement. One thread.
final class Round {
  /// The most keys of one statement.
  static final int MOST_KEYS = 512;

  private final List<Part<?>> parts = new ArrayList<>();
  private final Map<SqlTable<?>, Keyed<?>> keyed = new HashMap<>();
  private final List<Runnable> answers = new ArrayList<>();

  private Round() {}

  /// A question that somebody waits for.
  record Asked<T>(Question<T> question, CompletableFuture<T> answer) {}

  /// One statement, and who waits for what it finds.
  private interface Part<T> {
    Sql sql();

    T read(ResultSet found) throws SQLException;

    List<CompletableFuture<T>> askers();
  }

  private record Single<T>(Sql sql, Question.Answer<T> answer, List<CompletableFuture<T>> askers)
      implements Part<T> {
    @Override
    public T read(ResultSet found) throws SQLException {
      return answer.read(found);
    }
  }

  private record Keyed<R>(
      Question.ByKey<R> first, List<byte[]> keys, List<CompletableFuture<Map<RowKey, R>>> askers)
      implements Part<Map<RowKey, R>> {
    @Override
    public Sql sql() {
      Sql query = first.sql().select();
      first.sql().withKeys(query, MysqlView.padded(keys));
      return query.add(first.lock().suffix());
    }

    @Override
    public Map<RowKey, R> read(ResultSet found) throws SQLException {
      Map<RowKey, R> rows = new HashMap<>();
      while (found.next()) {
        R row = first.sql().read(found);
        rows.put(new RowKey(first.table(), first.table().keyOf(row)), row);
      }
      return rows;
    }
  }

  /// Asks one question.
  static <T> T one(Connection connection, Question<T> question) throws SQLException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    ask(connection, new Sql(), List.of(new Asked<>(question, answer))).forEach(Runnable::run);
    return answer.join();
  }

  /// Asks all of them.
  ///
  /// @param before a statement without rows that is to be executed before; or nothing
  /// @return what gives the answers to those who wait; it needs the connection no more
  static List<Runnable> ask(Connection connection, Sql before, List<Asked<?>> asked)
      throws SQLException {
    Round round = new Round();
    asked.forEach(round::add);
    round.run(connection, before);
    return round.answers;
  }

  private <T> void add(Asked<T> asked) {
    switch (asked.question()) {
      case Question.Select<T>(Sql sql, Question.Answer<T> answer) ->
          parts.add(new Single<>(sql, answer, List.of(asked.answer())));
      case Question.ByKey<?> byKey -> addKeyed(byKey, asked.answer());
    }
  }

  @SuppressWarnings("unchecked") // a table has one SqlTable, and a ByKey answers with a map
  private <R> void addKeyed(Question.ByKey<R> byKey, CompletableFuture<?> answer) {
    Keyed<R> known = (Keyed<R>) keyed.get(byKey.sql());
    if (known == null || known.keys.size() + byKey.keys().size() > MOST_KEYS) {
      known = new Keyed<>(byKey, new ArrayList<>(), new ArrayList<>());
      keyed.put(byKey.sql(), known);
      parts.add(known);
    }
    known.keys.addAll(byKey.keys());
    known.askers.add((CompletableFuture<Map<RowKey, R>>) answer);
  }

  private void run(Connection connection, Sql before) throws SQLException {
    Sql all = new Sql().add(before);
    for (Part<?> part : parts) {
      all.add(all.isEmpty() ? "" : ";").add(part.sql());
    }
    if (all.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = all.prepare(connection)) {
      boolean more = statement.execute();
      if (!before.isEmpty()) {
        more = statement.getMoreResults();
      }
      for (Part<?> part : parts) {
        if (!more) {
          throw new SQLException("a statement that selects gave no rows");
        }
        read(part, statement);
        more = statement.getMoreResults();
      }
    }
  }

  private <T> void read(Part<T> part, PreparedStatement statement) throws SQLException {
    try (ResultSet found = statement.getResultSet()) {
      T answer = part.read(found);
      answers.add(() -> part.askers().forEach(asker -> asker.complete(answer)));
    }
  }
}
