package org.posthorn.storage.mailbox;

import org.posthorn.storage.StorageFixture;

/// The contract of undelete in memory.
class MemoryUndeleteTest extends UndeleteContract {
  @Override
  StorageFixture open() {
    return StorageFixture.memory(StorageFixture.options(), clock);
  }
}
