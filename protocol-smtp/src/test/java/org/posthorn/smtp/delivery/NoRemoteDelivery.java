package org.posthorn.smtp.delivery;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthorn.smtp.command.Replies;
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

/// A host that sends no mail to other hosts, and no reports.
public final class NoRemoteDelivery implements RemoteDelivery {
  @Override
  public Optional<Reply> refusal(Envelope envelope, MailAddress recipient) {
    return Optional.of(Replies.NO_REMOTE);
  }

  @Override
  public Onward onward(Departure message) {
    return new Onward() {
      @Override
      public List<NewEntry> elsewhere() {
        return List.of();
      }

      @Override
      public NewEntry waiting(DeliveryPlan plan) {
        return NewEntry.local(
            plan.account(),
            message.messageId(),
            plan.prefix(),
            message.envelope().sender().wire(),
            plan.recipient().toString(),
            new byte[0],
            message.receivedAt(),
            message.receivedAt(),
            message.receivedAt());
      }

      @Override
      public List<NewEntry> redirected(DeliveryPlan plan, MailAddress to) {
        return List.of();
      }
    };
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
