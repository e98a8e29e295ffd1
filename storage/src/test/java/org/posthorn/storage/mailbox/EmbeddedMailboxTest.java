package org.posthorn.storage.mailbox;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.StorageFixture;

/// The contract on the embedded engine.
class EmbeddedMailboxTest extends MailboxContract {
  @TempDir private Path directory = Path.of("unset");

  @Override
  StorageFixture open() {
    return StorageFixture.embedded(directory);
  }
}
