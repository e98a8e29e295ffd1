package org.posthorn.storage.mailbox;

import java.time.Clock;
import org.posthorn.storage.StorageFixture;

/// The contract where accounts lie in two stores.
class ShardedMailboxTest extends MailboxContract {
  @Override
  StorageFixture open() {
    return StorageFixture.sharded(StorageFixture.options(), Clock.systemUTC());
  }
}
