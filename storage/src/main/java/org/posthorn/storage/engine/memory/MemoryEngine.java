package org.posthorn.storage.engine.memory;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.posthorn.storage.blob.ByteContent;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.engine.Ahead;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.EngineTransaction;
import org.posthorn.storage.engine.EngineView;
import org.posthorn.storage.engine.Index;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.engine.WriteSet;
import org.posthorn.storage.engine.WriteSet.RowChange;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// Sorted maps of encoded rows and index entries behind one read-write lock: a view holds the read
/// lock, a commit takes the write lock. Nothing outlives [#close]. Thread-safe.
public final class MemoryEngine implements Engine {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<Table<?>, NavigableMap<byte[], byte[]>> rows = new HashMap<>();
  private final Map<Index<?>, NavigableMap<byte[], byte[]>> entries = new HashMap<>();
  private final Map<BlobHash, byte[]> bodies = new HashMap<>();
  private boolean closed;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public void prepare(List<Table<?>> tables) {
    for (Table<?> table : tables) {
      rows.put(table, new TreeMap<>(Arrays::compareUnsigned));
      table.indexes().forEach(i -> entries.put(i, new TreeMap<>(Arrays::compareUnsigned)));
    }
  }

  @Override
  public EngineView view() {
    lock.readLock().lock();
    return new MemoryView(lock.readLock()::unlock);
  }

  @Override
  public EngineTransaction begin(Scopes scopes, Ahead ahead) {
    return new MemoryTransaction();
  }

  @Override
  public boolean detectsConflicts() {
    return false;
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public Optional<EngineBody> openBody(BlobHash hash) {
    lock.readLock().lock();
    try {
      return Optional.ofNullable(bodies.get(hash)).map(MemoryBody::new);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public Health health() {
    return closed ? Health.down("closed") : Health.ok();
  }

  @Override
  public boolean storageFull() {
    return false;
  }

  @Override
  public void checkpoint(Path target) {
    throw new StorageException(
        new StorageError.Denied("a store in memory cannot be copied to disk"));
  }

  @Override
  public List<String> verifyFiles() {
    return List.of();
  }

  @Override
  public BodyCheck verifyBodies(Optional<BlobHash> after) {
    return new BodyCheck(List.of(), 0, Optional.empty());
  }

  @Override
  public void close() {
    closed = true;
  }

  private <V> NavigableMap<byte[], V> known(Map<?, NavigableMap<byte[], V>> maps, Object key) {
    NavigableMap<byte[], V> map = maps.get(key);
    if (map == null) {
      throw new IllegalArgumentException("the store was opened without table or index " + key);
    }
    return map;
  }

  private void apply(WriteSet writes) {
    lock.writeLock().lock();
    try {
      if (closed) {
        throw new StorageException(new StorageError.Unavailable("the store is closed"));
      }
      writes.rows().forEach(this::applyRow);
      for (SpooledBody body : writes.newBodies()) {
        Content content = body.content();
        bodies.computeIfAbsent(body.hash(), _ -> content.read(0, (int) content.size()));
      }
      writes.deletedBodies().forEach(bodies::remove);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private <R> void applyRow(RowChange<R> change) {
    NavigableMap<byte[], byte[]> table = known(rows, change.table());
    if (change.after().isPresent()) {
      table.put(change.key(), change.encoded());
    } else {
      table.remove(change.key());
    }
    change.indexChanges(
        (index, entry, added) -> {
          if (added) {
            known(entries, index).put(entry, change.key());
          } else {
            known(entries, index).remove(entry);
          }
        });
  }

  private class MemoryView implements EngineView {
    private final Runnable onClose;

    MemoryView(Runnable onClose) {
      this.onClose = onClose;
    }

    @Override
    public <R> List<Optional<R>> get(Table<R> table, List<byte[]> keys) {
      lock.readLock().lock();
      try {
        NavigableMap<byte[], byte[]> map = known(rows, table);
        List<Optional<R>> found = new ArrayList<>(keys.size());
        for (byte[] key : keys) {
          found.add(Optional.ofNullable(map.get(key)).map(value -> decode(table, key, value)));
        }
        return found;
      } finally {
        lock.readLock().unlock();
      }
    }

    @Override
    public <R> void scan(Scan<R> scan, SortedVisitor<R> visitor) {
      record Found<R>(byte[] sortKey, R row) {}
      List<Found<R>> found = new ArrayList<>();
      lock.readLock().lock();
      try {
        NavigableMap<byte[], byte[]> table = known(rows, scan.table());
        boolean byIndex = scan.index().isPresent();
        NavigableMap<byte[], byte[]> order = byIndex ? known(entries, scan.index().get()) : table;
        NavigableMap<byte[], byte[]> part = within(order, scan.encoded());
        (scan.reverse() ? part.descendingMap() : part)
            .entrySet().stream()
                .limit(scan.limit())
                .forEach(
                    entry -> {
                      byte[] key = byIndex ? entry.getValue() : entry.getKey();
                      byte[] value = known(rows, scan.table()).get(key);
                      if (value != null) {
                        found.add(new Found<>(entry.getKey(), decode(scan.table(), key, value)));
                      }
                    });
      } finally {
        lock.readLock().unlock();
      }
      for (Found<R> one : found) {
        if (!visitor.row(one.sortKey(), one.row())) {
          return;
        }
      }
    }

    private static NavigableMap<byte[], byte[]> within(
        NavigableMap<byte[], byte[]> map, KeyRange.Encoded range) {
      NavigableMap<byte[], byte[]> tail = map.tailMap(range.from(), true);
      if (range.to().isEmpty()) {
        return tail;
      }
      byte[] to = range.to().get();
      return Arrays.compareUnsigned(range.from(), to) >= 0
          ? new TreeMap<>(Arrays::compareUnsigned)
          : tail.headMap(to, false);
    }

    private static <R> R decode(Table<R> table, byte[] key, byte[] value) {
      return table.decode(key, ByteBuffer.wrap(value));
    }

    @Override
    public boolean hasBody(BlobHash hash) {
      lock.readLock().lock();
      try {
        return bodies.containsKey(hash);
      } finally {
        lock.readLock().unlock();
      }
    }

    @Override
    public void close() {
      onClose.run();
    }
  }

  private final class MemoryTransaction extends MemoryView implements EngineTransaction {
    MemoryTransaction() {
      super(() -> {});
    }

    @Override
    public CompletableFuture<Void> commit(WriteSet writes) {
      apply(writes);
      return CompletableFuture.completedFuture(null);
    }
  }

  private static final class MemoryBody implements EngineBody {
    private final ByteContent bytes;

    MemoryBody(byte[] bytes) {
      this.bytes = new ByteContent(bytes);
    }

    @Override
    public long size() {
      return bytes.size();
    }

    @Override
    public byte[] read(long offset, int length) {
      return bytes.read(offset, length);
    }

    @Override
    public void writeTo(long offset, long length, Sink sink) {
      bytes.writeTo(offset, length, sink);
    }

    @Override
    public java.io.InputStream stream(long offset, long length) {
      return bytes.stream(offset, length);
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
