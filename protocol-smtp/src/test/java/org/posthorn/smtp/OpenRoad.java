package org.posthorn.smtp;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.transaction.Departure;
import org.posthorn.smtp.transaction.Envelope;
import org.posthorn.smtp.transaction.RemoteDelivery;
import org.posthorn.storage.delivery.DeliveryPlan;
import org.posthorn.storage.delivery.Onward;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.queue.NewEntry;

/// A way out to everywhere.
final class OpenRoad implements RemoteDelivery {
  @Override
  public Optional<Reply> refusal(Envelope envelope, MailAddress recipient) {
    return Optional.empty();
  }

  @Override
  public Onward onward(Departure message) {
    return new Onward() {
      @Override
      public List<NewEntry> elsewhere() {
        return message.envelope().recipients().stream()
            .flatMap(one -> one.destination().remote().stream())
            .map(address -> entry(message, address))
            .toList();
      }

      @Override
      public NewEntry waiting(DeliveryPlan plan) {
        return entry(message, plan.recipient());
      }

      @Override
      public List<NewEntry> redirected(DeliveryPlan plan, MailAddress to) {
        return List.of(entry(message, to));
      }
    };
  }

  private static NewEntry entry(Departure message, MailAddress recipient) {
    return NewEntry.remote(
        recipient.domain(),
        message.messageId(),
        message.prefix(),
        message.envelope().sender().wire(),
        recipient.toString(),
        new byte[0],
        0,
        message.receivedAt(),
        message.receivedAt(),
        message.receivedAt());
  }

  @Override
  public void undeliverable(Departure message, MailAddress recipient, StorageError why) {
    // nobody is told
  }

  @Override
  public void delivered(Departure message, Set<AccountId> accounts) {
    // nobody is told
  }
}
