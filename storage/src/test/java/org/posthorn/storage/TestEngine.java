package org.posthorn.storage;

import java.util.Locale;
import org.opentest4j.TestAbortedException;
import org.posthorn.storage.engine.mysql.DatabaseServer;

/// The engine that tests run on which are about what lies above engines. A build runs them on one
/// in memory, and the same once more on MySQL: `-Dposthorn.test.engine=mysql`.
public enum TestEngine {
  MEMORY,
  /// Two stores in memory, the accounts spread over them.
  SHARDS,
  MYSQL;

  /// The one of this run.
  public static TestEngine chosen() {
    String name = System.getProperty("posthorn.test.engine", "memory");
    TestEngine chosen = valueOf(name.toUpperCase(Locale.ROOT));
    if (chosen == MYSQL && !DatabaseServer.available()) {
      throw new TestAbortedException("mariadbd is not installed, and no server was given");
    }
    return chosen;
  }
}
