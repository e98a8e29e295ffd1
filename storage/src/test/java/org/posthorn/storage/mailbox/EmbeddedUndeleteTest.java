package org.posthorn.storage.mailbox;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.engine.TestStores;
import org.posthorn.storage.schema.Schema;

/// The contract of undelete on the embedded engine.
class EmbeddedUndeleteTest extends UndeleteContract {
  @TempDir private Path directory = Path.of("unset");

  @Override
  StorageFixture open() {
    return StorageFixture.on(
        TestStores.embedded(directory, Schema.TABLES),
        TestStores.spool(directory),
        StorageFixture.options(),
        clock);
  }
}
