package org.posthorn.smtp.transaction;

import java.util.Optional;
import java.util.Set;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.Reply;
import org.posthorn.storage.delivery.Onward;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.StorageError;

/// Mail that leaves this host: to addresses elsewhere, and back to senders. Thread-safe; methods
/// may block.
public interface RemoteDelivery {
  /// Whether mail cannot be sent there; asked for each recipient before the message comes.
  ///
  /// @param envelope the envelope so far
  /// @return why not; empty where it can
  Optional<Reply> refusal(Envelope envelope, MailAddress recipient);

  /// Where a bounce leads that comes to a sender's address which was rewritten here, when mail of
  /// that sender was sent on.
  ///
  /// @return empty where the address is no such one
  default Optional<MailAddress> returning(EnvelopeAddress recipient) {
    return Optional.empty();
  }

  /// How a message goes into the queue: for its recipients elsewhere, none of whom was refused, and
  /// for those here who have to wait. Nothing is queued by this call.
  Onward onward(Departure message);

  /// Takes note, durably, that a message which the client is about to be told is ours cannot be
  /// stored for one recipient, so that the sender is owed a report (RFC 5321 §6.1).
  void undeliverable(Departure message, MailAddress recipient, StorageError why);

  /// Reports about success, to senders that asked for them (RFC 3461 §4.1).
  ///
  /// @param accounts those that have the message in a mailbox, before the client is told
  void delivered(Departure message, Set<AccountId> accounts);
}
