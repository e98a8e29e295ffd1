package org.posthorn.storage.engine.mysql;

import com.mysql.cj.jdbc.JdbcPreparedStatement;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.model.BlobHash;

/// The text of one or several statements with the values for its marks. Values never get into the
/// text. Used by one thread.
final class Sql {
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final StringBuilder text = new StringBuilder(256);
  private final List<Object> values = new ArrayList<>();

  /// About how many bytes the values take.
  private long bytes;

  static Sql of(String text) {
    return new Sql().add(text);
  }

  Sql add(String more) {
    text.append(more);
    return this;
  }

  /// All of another one, with its values.
  Sql add(Sql other) {
    text.append(other.text);
    values.addAll(other.values);
    bytes += other.bytes;
    return this;
  }

  /// A mark, with the raw value of a column.
  Sql value(Object raw) {
    text.append('?');
    values.add(raw);
    bytes += raw instanceof byte[] octets ? 2L * octets.length : 16;
    return this;
  }

  /// Several marks in parentheses.
  Sql row(List<?> raws) {
    text.append('(');
    for (int i = 0; i < raws.size(); i++) {
      if (i > 0) {
        text.append(',');
      }
      value(raws.get(i));
    }
    text.append(')');
    return this;
  }

  /// A column's name, quoted.
  Sql name(Column<?, ?> column) {
    text.append('`').append(column.name()).append('`');
    return this;
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  long bytes() {
    return bytes + text.length();
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /// Prepares the statement and binds all values.
  PreparedStatement prepare(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(text.toString());
    try {
      for (int i = 0; i < values.size(); i++) {
        bind(statement, i + 1, values.get(i));
      }
      return statement;
    } catch (SQLException failure) {
      statement.close();
      throw failure;
    }
  }

  /// Executes one or several statements that return no rows, and meets the failure of any.
  void execute(Connection connection) throws SQLException {
    try (PreparedStatement statement = prepare(connection)) {
      boolean rows = statement.execute();
      while (rows || statement.getUpdateCount() != -1) {
        rows = statement.getMoreResults();
      }
    }
  }

  private static void bind(PreparedStatement statement, int mark, Object raw) throws SQLException {
    switch (raw) {
      case Long number -> statement.setLong(mark, number);
      case Integer number -> statement.setInt(mark, number);
      case Boolean truth -> statement.setBoolean(mark, truth);
      case String string -> statement.setString(mark, string);
      case byte[] octets -> setOctets(statement, mark, octets);
      case BlobHash hash -> setOctets(statement, mark, hash.bytes());
      case ColumnType.Absent _ -> statement.setNull(mark, Types.NULL);
      default -> throw new IllegalArgumentException("no SQL type for " + raw.getClass());
    }
  }

  /// The driver writes octets as hexadecimal digits, and takes ten times as long for it as this.
  private static void setOctets(PreparedStatement statement, int mark, byte[] octets)
      throws SQLException {
    byte[] literal = new byte[2 * octets.length + 3];
    literal[0] = 'x';
    literal[1] = '\'';
    int at = 2;
    for (byte octet : octets) {
      literal[at++] = DIGITS[(octet >> 4) & 0xF];
      literal[at++] = DIGITS[octet & 0xF];
    }
    literal[at] = '\'';
    statement.unwrap(JdbcPreparedStatement.class).setBytes(mark, literal, false);
  }
}
