package org.posthorn.storage.engine.mysql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.posthorn.storage.blob.EncodedBody;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.engine.EngineTransaction;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.engine.WriteSet;
import org.posthorn.storage.model.BlobHash;

/// One of the transactions that are merged into a [MergedTransaction], as the store sees it. One
/// thread, until it has ended.
final class Member extends MysqlView implements EngineTransaction {
  private final Scopes scopes;
  private final boolean alone;
  private final CompletableFuture<MergedTransaction> merged = new CompletableFuture<>();
  private final CompletableFuture<Void> committed = new CompletableFuture<>();
  private final Set<RowKey> read = new HashSet<>();
  private final Set<BlobHash> bodiesAskedFor = new HashSet<>();
  private WriteSet writes = new WriteSet(List.of(), List.of(), List.of());
  private boolean ended;

  /// @param alone whether it is not to be merged with others
  Member(Scopes scopes, boolean alone, SqlTables tables) {
    super(tables);
    this.scopes = scopes;
    this.alone = alone;
  }

  Scopes scopes() {
    return scopes;
  }

  boolean alone() {
    return alone;
  }

  /// Done when it is known what it is a part of.
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
  boolean locks(Table<?> table) {
    return !table.scoped();
  }

  @Override
  public <R> List<Optional<R>> get(Table<R> table, List<byte[]> keys) {
    if (!table.scoped()) {
      keys.forEach(key -> read.add(new RowKey(table, key)));
    }
    return super.get(table, keys);
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
