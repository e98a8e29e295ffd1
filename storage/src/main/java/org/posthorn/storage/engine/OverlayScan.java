package org.posthorn.storage.engine;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/// Merges the rows of an engine's scan with the changed rows of an overlay. Used once.
final class OverlayScan<R> implements EngineView.SortedVisitor<R> {
  private final Scan<R> scan;
  private final NavigableMap<byte[], ?> changedKeys;
  private final Iterator<Map.Entry<byte[], R>> changed;
  private final View.RowVisitor<R> visitor;
  private Map.@Nullable Entry<byte[], R> next;
  private int wanted;

  /// @param changedKeys primary keys of changed rows: the engine's versions of them are stale
  /// @param changed live changed rows of the range, in the scan's order
  OverlayScan(
      Scan<R> scan,
      NavigableMap<byte[], ?> changedKeys,
      NavigableMap<byte[], R> changed,
      View.RowVisitor<R> visitor) {
    this.scan = scan;
    this.changedKeys = changedKeys;
    this.changed = changed.entrySet().iterator();
    this.visitor = visitor;
    this.wanted = scan.limit();
    advance();
  }

  private void advance() {
    next = changed.hasNext() ? changed.next() : null;
  }

  void run(EngineView engine) {
    // As many stale rows as there are changes may have to be passed over.
    int limit = (int) Math.min(Integer.MAX_VALUE, (long) scan.limit() + changedKeys.size());
    engine.scan(scan.limit(limit), this);
    while (next != null && emit(next.getValue())) {
      advance();
    }
  }

  @Override
  public boolean row(byte[] sortKey, R row) {
    if (changedKeys.containsKey(primaryKey(sortKey))) {
      return wanted > 0;
    }
    while (next != null && isBefore(next.getKey(), sortKey)) {
      R mine = next.getValue();
      advance();
      if (!emit(mine)) {
        return false;
      }
    }
    return emit(row);
  }

  private byte[] primaryKey(byte[] sortKey) {
    return scan.index().isPresent() ? scan.index().get().primaryKey(sortKey) : sortKey;
  }

  private boolean isBefore(byte[] a, byte[] b) {
    int order = Arrays.compareUnsigned(a, b);
    return scan.reverse() ? order > 0 : order < 0;
  }

  /// Returns whether more is wanted.
  private boolean emit(R row) {
    if (wanted <= 0) {
      return false;
    }
    wanted--;
    if (!visitor.row(row)) {
      wanted = 0;
    }
    return wanted > 0;
  }
}
