package org.posthorn.storage.engine.mysql;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// What `./posthorn test --mysql` runs before everything else: whether the server that was given
/// lets tests do what they have to.
@EnabledIfSystemProperty(named = GivenServer.PROPERTY, matches = ".+")
class GivenServerCheckTest {
  @Test
  void theGivenServerCanBeUsed() {
    DatabaseServer.shared();
  }
}
