package org.posthorn.storage.engine.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.storage.blob.EncodedBody;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.model.BlobHash;

/// Table `body`: the stored form of bodies, in pieces of 1 MB. Most have one.
final class BodyTable {
  static final int PIECE = 1 << 20;

  private BodyTable() {}

  /// One piece.
  ///
  /// @param total bytes of all pieces
  record Piece(long total, byte[] bytes) {}

  /// Finds a row if the body is there.
  static Sql exists(BlobHash hash) {
    return Sql.of("SELECT 1 FROM body WHERE piece=0 AND hash=").value(hash);
  }

  static Optional<Piece> piece(Connection connection, BlobHash hash, int number)
      throws SQLException {
    Sql sql = Sql.of("SELECT total,bytes FROM body WHERE hash=").value(hash);
    sql.add(" AND piece=").value(number);
    try (PreparedStatement statement = sql.prepare(connection);
        ResultSet found = statement.executeQuery()) {
      return found.next()
          ? Optional.of(new Piece(found.getLong(1), found.getBytes(2)))
          : Optional.empty();
    }
  }

  /// The stored forms of those bodies that have at most so many octets.
  static Map<BlobHash, byte[]> small(Connection connection, List<BlobHash> hashes, int bytes)
      throws SQLException {
    Sql sql = Sql.of("SELECT hash,bytes FROM body WHERE piece=0 AND total<=").value(bytes);
    sql.add(" AND hash IN ").row(hashes);
    try (PreparedStatement statement = sql.prepare(connection);
        ResultSet found = statement.executeQuery()) {
      Map<BlobHash, byte[]> small = new HashMap<>();
      while (found.next()) {
        small.put(BlobHash.of(found.getBytes(1)), found.getBytes(2));
      }
      return small;
    }
  }

  /// Those bodies that are there, and the stored forms of those among them that have at most so
  /// many
  /// octets.
  static Map<BlobHash, Optional<byte[]>> upTo(
      Connection connection, List<BlobHash> hashes, int bytes) throws SQLException {
    Sql sql = Sql.of("SELECT hash,IF(total<=").value(bytes);
    sql.add(",bytes,NULL) FROM body WHERE piece=0 AND hash IN ").row(hashes);
    try (PreparedStatement statement = sql.prepare(connection);
        ResultSet found = statement.executeQuery()) {
      Map<BlobHash, Optional<byte[]>> bodies = new HashMap<>();
      while (found.next()) {
        bodies.put(BlobHash.of(found.getBytes(1)), Optional.ofNullable(found.getBytes(2)));
      }
      return bodies;
    }
  }

  /// A page of hashes in ascending order, behind one.
  static List<BlobHash> hashesAfter(Connection connection, Optional<BlobHash> last, int limit)
      throws SQLException {
    Sql sql = Sql.of("SELECT hash FROM body WHERE piece=0");
    last.ifPresent(hash -> sql.add(" AND hash>").value(hash));
    sql.add(" ORDER BY hash LIMIT " + limit);
    try (PreparedStatement statement = sql.prepare(connection);
        ResultSet found = statement.executeQuery()) {
      List<BlobHash> hashes = new java.util.ArrayList<>();
      while (found.next()) {
        hashes.add(BlobHash.of(found.getBytes(1)));
      }
      return hashes;
    }
  }

  /// Stores bodies unless they are there. Their pieces go to the server as they are read, small
  /// ones together.
  static void insert(WriteBatch batch, List<SpooledBody> bodies) throws SQLException {
    Sql rows = new Sql();
    for (SpooledBody body : bodies) {
      EncodedBody encoded = EncodedBody.of(body);
      long total = encoded.stored().length();
      int number = 0;
      for (long at = 0; at < total || number == 0; at += PIECE, number++) {
        byte[] bytes = new byte[(int) Math.min(PIECE, total - at)];
        encoded.stored().read(at, bytes, 0, bytes.length);
        rows.add(rows.isEmpty() ? "" : ",");
        rows.row(List.of(encoded.hash(), number, total, bytes));
        if (rows.bytes() > PIECE) {
          send(batch, rows);
          rows = new Sql();
        }
      }
    }
    send(batch, rows);
  }

  private static void send(WriteBatch batch, Sql rows) throws SQLException {
    if (!rows.isEmpty()) {
      Sql sql = batch.statement().add("INSERT INTO body (hash,piece,total,bytes) VALUES ");
      sql.add(rows).add(" ON DUPLICATE KEY UPDATE piece=VALUES(piece)");
    }
  }

  static void delete(WriteBatch batch, List<BlobHash> hashes) throws SQLException {
    batch.statement().add("DELETE FROM body WHERE hash IN ").row(hashes);
  }
}
