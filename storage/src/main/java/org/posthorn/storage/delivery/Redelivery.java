package org.posthorn.storage.delivery;

import java.util.List;
import java.util.Optional;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.directory.Resolution;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.queue.QueueEntry;
import org.posthorn.storage.queue.QueueLease;

/// Delivers entries of the queue that are for people here: recipients whose transaction failed
/// after others already had the message, and reports to senders. Thread-safe.
public final class Redelivery {
  private final QueuedDelivery delivery;
  private final Directory directory;

  public Redelivery(QueuedDelivery delivery, Directory directory) {
    this.delivery = delivery;
    this.directory = directory;
  }

  /// What came of one attempt.
  public sealed interface Result {
    /// It is in the mailbox, and no longer in the queue.
    record Delivered() implements Result {}

    /// Another worker has the entry by now; nothing changed.
    record Lost() implements Result {}

    /// It could not be delivered; the entry is as it was, under its lease.
    record Refused(StorageError error) implements Result {}
  }

  /// Tries an entry whose recipient is here, once.
  public Result deliver(QueueLease lease) {
    Optional<AccountId> account = accountOf(lease.entry());
    if (account.isEmpty()) {
      return new Result.Refused(new StorageError.Missing("nobody here has this address now"));
    }
    try {
      return delivery.deliverQueued(lease, account.get())
          ? new Result.Delivered()
          : new Result.Lost();
    } catch (StorageException e) {
      return new Result.Refused(e.error());
    }
  }

  private Optional<AccountId> accountOf(QueueEntry entry) {
    return entry
        .account()
        .or(
            () ->
                MailAddress.parse(entry.recipient())
                    .map(directory::resolve)
                    .flatMap(Redelivery::firstAccount));
  }

  private static Optional<AccountId> firstAccount(Resolution resolution) {
    return resolution instanceof Resolution.Found(List<Resolution.Target> accounts, _)
        ? accounts.stream().findFirst().map(Resolution.Target::account)
        : Optional.empty();
  }
}
