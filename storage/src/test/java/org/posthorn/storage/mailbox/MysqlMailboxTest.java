package org.posthorn.storage.mailbox;

import java.time.Clock;
import org.junit.jupiter.api.condition.EnabledIf;
import org.posthorn.storage.StorageFixture;

/// The contract on MySQL.
@EnabledIf("org.posthorn.storage.engine.mysql.DatabaseServer#available")
class MysqlMailboxTest extends MailboxContract {
  @Override
  StorageFixture open() {
    return StorageFixture.mysql(StorageFixture.options(), Clock.systemUTC());
  }
}
