package org.posthorn.storage.engine.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import org.posthorn.storage.model.StorageException;

/// A connection that is used for some calls, one after the other, and then given back. One thread.
interface Connected extends AutoCloseable {
  /// Something done over a connection.
  @FunctionalInterface
  interface Call<T> {
    T on(Connection connection) throws SQLException;
  }

  /// @throws StorageException or whatever else an error means here
  <T> T call(Call<T> call);

  @Override
  void close();
}
