package org.posthorn.storage.shard;

import org.posthorn.storage.delivery.GroupDelivery;
import org.posthorn.storage.directory.AccountHost;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.job.JobRunner;
import org.posthorn.storage.mailbox.MailboxService;
import org.posthorn.storage.mailbox.Undelete;
import org.posthorn.storage.maintenance.Maintenance;

/// What one store does for the accounts that lie in it.
///
/// @param closing ends its background work, then closes the store; idempotent
public record MailHost(
    Store store,
    MailboxService mailboxes,
    Undelete undelete,
    GroupDelivery delivery,
    AccountHost accounts,
    Maintenance maintenance,
    JobRunner jobs,
    Runnable closing)
    implements AutoCloseable {
  /// The same, with something more to do when it is closed.
  public MailHost andThen(Runnable more) {
    return new MailHost(
        store,
        mailboxes,
        undelete,
        delivery,
        accounts,
        maintenance,
        jobs,
        () -> {
          closing.run();
          more.run();
        });
  }

  @Override
  public void close() {
    closing.run();
  }
}
