package org.posthorn.storage.mailbox;

import org.posthorn.storage.StorageFixture;

/// The contract in memory.
class MemoryMailboxTest extends MailboxContract {
  @Override
  StorageFixture open() {
    return StorageFixture.memory();
  }
}
