package org.posthorn.storage.engine.mysql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.posthorn.storage.blob.EncodedBody;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.engine.Ahead;
import org.posthorn.storage.engine.EngineTransaction;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.engine.WriteSet;
import org.posthorn.storage.model.BlobHash;

/// One of the transactions that are merged into a [MergedTransaction], as the store sees it. One
/// thread, until it has ended.
final class Member extends MysqlView implements EngineTransaction {
  private final Scopes scopes;
  private final Ahead ahead;
  private final boolean alone;
  private final CompletableFuture<MergedTransaction> merged = new CompletableFuture<>();
  private final CompletableFuture<Void> committed = new CompletableFuture<>();
  private final Map<RowKey, Optional<?>> foreseen = new HashMap<>();
  private final Set<RowKey> read = new HashSet<>();
  private final Set<BlobHash> bodiesAskedFor = new HashSet<>();
  private WriteSet writes = new WriteSet(List.of(), List.of(), List.of());
  private boolean ended;

  /// Under the merger's lock.
  private boolean inHurry;

  /// @param ahead what it will probably read
  /// @param alone whether it is not to be merged with others
  Member(Scopes scopes, Ahead ahead, boolean alone, SqlTables tables) {
    super(tables);
    this.scopes = scopes;
    this.ahead = ahead;
    this.alone = alone;
  }

  Scopes scopes() {
    return scopes;
  }

  boolean alone() {
    return alone;
  }

  /// Notes that it has waited long enough for others to end.
  void hurry() {
    inHurry = true;
  }

  boolean inHurry() {
    return inHurry;
  }

  /// Done when it is a part of something whose scopes are locked; for the first member before that.
  CompletableFuture<MergedTransaction> merged() {
    return merged;
  }

  /// Done when what it writes is durable, or not going to be.
  CompletableFuture<Void> committed() {
    return committed;
  }

  WriteSet writes() {
    return writes;
  }

  @Override
  <T> T ask(Question<T> question) {
    return merged.join().ask(question);
  }

  @Override
  Question.Lock lock(Table<?> table) {
    if (table.scoped()) {
      return Question.Lock.NONE;
    }
    return table.seldomWritten() ? Question.Lock.SHARED : Question.Lock.EXCLUSIVE;
  }

  /// What it asks before it runs; the answers are kept until it wants to know them.
  List<Round.Asked<?>> foresee() {
    Map<Table<?>, List<byte[]>> wanted = new LinkedHashMap<>();
    for (Ahead.Row<?> row : ahead.rows()) {
      wanted.computeIfAbsent(row.table(), _ -> new ArrayList<>()).add(row.key());
    }
    List<Round.Asked<?>> asked = new ArrayList<>();
    wanted.forEach(
        (table, keys) -> {
          for (int from = 0; from < keys.size(); from += Round.MOST_KEYS) {
            asked.add(
                foresee(table, keys.subList(from, Math.min(keys.size(), from + Round.MOST_KEYS))));
          }
        });
    return asked;
  }

  private <R> Round.Asked<Map<RowKey, R>> foresee(Table<R> table, List<byte[]> keys) {
    CompletableFuture<Map<RowKey, R>> answer = new CompletableFuture<>();
    var _ =
        answer.thenAccept(
            found ->
                keys.stream()
                    .map(key -> new RowKey(table, key))
                    .forEach(row -> foreseen.put(row, Optional.ofNullable(found.get(row)))));
    return new Round.Asked<>(byKeys(table, keys), answer);
  }

  @Override
  @SuppressWarnings("unchecked") // rows are kept by their table
  public <R> List<Optional<R>> get(Table<R> table, List<byte[]> keys) {
    List<RowKey> rows = keys.stream().map(key -> new RowKey(table, key)).toList();
    if (!table.scoped()) {
      read.addAll(rows);
    }
    return foreseen.keySet().containsAll(rows)
        ? rows.stream().map(row -> (Optional<R>) foreseen.get(row)).toList()
        : super.get(table, keys);
  }

  @Override
  public boolean hasBody(BlobHash hash) {
    bodiesAskedFor.add(hash);
    return super.hasBody(hash);
  }

  /// Rows that no scope covers, and that it has looked at or writes.
  Set<RowKey> touched() {
    Set<RowKey> touched = new HashSet<>(read);
    touched.addAll(written());
    return touched;
  }

  /// Rows that no scope covers, and that it writes.
  List<RowKey> written() {
    return writes.rows().stream()
        .filter(change -> !change.table().scoped())
        .map(change -> new RowKey(change.table(), change.key()))
        .toList();
  }

  /// Bodies that it stores or has asked for.
  List<BlobHash> wanted() {
    List<BlobHash> wanted = new ArrayList<>(bodiesAskedFor);
    writes.newBodies().forEach(body -> wanted.add(body.hash()));
    return wanted;
  }

  /// About how many bytes it writes.
  long bytes() {
    long bytes = 0;
    for (SpooledBody body : writes.newBodies()) {
      bytes += EncodedBody.of(body).stored().length();
    }
    for (WriteSet.RowChange<?> change : writes.rows()) {
      bytes += change.encoded().length;
    }
    return bytes;
  }

  @Override
  public CompletableFuture<Void> commit(WriteSet all) {
    writes = all;
    end();
    return committed;
  }

  @Override
  public void close() {
    if (!ended) {
      end();
    }
  }

  private void end() {
    ended = true;
    merged.join().ended(this);
  }
}
