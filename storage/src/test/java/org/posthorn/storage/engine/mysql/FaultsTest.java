package org.posthorn.storage.engine.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Errors that only MySQL has, by the numbers and states that its server sends.
class FaultsTest {
  @ParameterizedTest
  @CsvSource({
    "1213, 40001, CONFLICT",
    "3101, 40000, CONFLICT",
    "1290, HY000, LOST",
    "3168, HY000, LOST",
    "3169, HY000, LOST",
    "4031, HY000, LOST",
    "1064, 42000, OTHER"
  })
  void meanWhatTheySay(int code, String state, Faults.Kind kind) {
    assertEquals(kind, Faults.kind(new SQLException("said by the server", state, code)));
  }
}
