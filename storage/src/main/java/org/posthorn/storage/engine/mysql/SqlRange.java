package org.posthorn.storage.engine.mysql;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;

/// A scan's range as a condition, and its order. Absence sorts before every value, as NULL does
/// in
/// both servers. Immutable.
final class SqlRange<R> {
  private final Scan<R> scan;
  private final List<Column<R, ?>> columns;

  SqlRange(Scan<R> scan) {
    this.scan = scan;
    this.columns = new ArrayList<>();
    scan.index().ifPresent(index -> columns.addAll(index.columns()));
    columns.addAll(scan.table().keyColumns());
  }

  /// Writes the condition of the range.
  void condition(Sql out) {
    KeyRange range = scan.range();
    out.add("TRUE");
    int next = 0;
    for (Object value : range.leading()) {
      Column<R, ?> column = columns.get(next++);
      out.add(" AND ");
      equal(out, column, column.rawOf(value));
    }
    if (!range.start().isEmpty()) {
      out.add(" AND ").name(columns.get(next)).add(" LIKE ");
      out.value(likeStart(range.start())).add(" ESCAPE '|'");
    }
    bound(out, next, range.lower(), true);
    bound(out, next, range.upper(), false);
  }

  private void bound(Sql out, int first, KeyRange.Bound bound, boolean lower) {
    if (!bound.values().isEmpty()) {
      List<Object> raw = new ArrayList<>();
      for (int i = 0; i < bound.values().size(); i++) {
        raw.add(columns.get(first + i).rawOf(bound.values().get(i)));
      }
      out.add(" AND ");
      beyond(out, columns.subList(first, first + raw.size()), raw, lower, bound.inclusive());
    }
  }

  /// Writes that rows come behind this one in the scan's direction.
  void behind(Sql out, R row) {
    out.add(" AND ");
    List<Object> raw = columns.stream().<Object>map(column -> column.raw(row)).toList();
    beyond(out, columns, raw, !scan.reverse(), false);
  }

  void order(Sql out) {
    for (int i = 0; i < columns.size(); i++) {
      out.add(i == 0 ? " ORDER BY " : ",").name(columns.get(i)).add(scan.reverse() ? " DESC" : "");
    }
  }

  /// `a > x OR (a = x AND (b > y OR …))`: servers make ranges of that, but not of `(a, b) > (x,
  /// y)`.
  private static <R> void beyond(
      Sql out, List<Column<R, ?>> columns, List<Object> raw, boolean above, boolean inclusive) {
    Column<R, ?> column = columns.getFirst();
    Object value = raw.getFirst();
    if (raw.size() == 1) {
      compare(out, column, value, above, inclusive);
      return;
    }
    out.add("(");
    compare(out, column, value, above, false);
    out.add(" OR (");
    equal(out, column, value);
    out.add(" AND ");
    beyond(out, columns.subList(1, columns.size()), raw.subList(1, raw.size()), above, inclusive);
    out.add("))");
  }

  private static void equal(Sql out, Column<?, ?> column, Object raw) {
    if (raw == ColumnType.ABSENT) {
      out.name(column).add(" IS NULL");
    } else {
      out.name(column).add("=").value(raw);
    }
  }

  private static void compare(
      Sql out, Column<?, ?> column, Object raw, boolean above, boolean inclusive) {
    if (raw == ColumnType.ABSENT) {
      compareAbsent(out, column, above, inclusive);
    } else if (above) {
      out.name(column).add(inclusive ? ">=" : ">").value(raw);
    } else if (column.type().isOptional()) {
      out.add("(").name(column).add(" IS NULL OR ");
      out.name(column).add(inclusive ? "<=" : "<").value(raw).add(")");
    } else {
      out.name(column).add(inclusive ? "<=" : "<").value(raw);
    }
  }

  private static void compareAbsent(
      Sql out, Column<?, ?> column, boolean above, boolean inclusive) {
    if (above) {
      if (inclusive) {
        out.add("TRUE");
      } else {
        out.name(column).add(" IS NOT NULL");
      }
    } else if (inclusive) {
      out.name(column).add(" IS NULL");
    } else {
      out.add("FALSE");
    }
  }

  private static String likeStart(String start) {
    return start.replace("|", "||").replace("%", "|%").replace("_", "|_") + '%';
  }
}
