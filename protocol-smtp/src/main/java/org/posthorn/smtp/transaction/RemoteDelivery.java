package org.posthorn.smtp.transaction;

import java.util.List;
import java.util.Optional;
import org.posthorn.smtp.command.Reply;
import org.posthorn.storage.blob.SpooledBody;
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

  /// Takes a message for recipients that were not refused, durably.
  ///
  /// @param prefix header fields put in front of the message
  /// @throws org.posthorn.storage.model.StorageException where none was taken
  void send(SpooledBody body, byte[] prefix, Envelope envelope, List<MailAddress> recipients);

  /// Takes note that a message which the client was told is ours cannot be stored for one
  /// recipient, so that the sender is owed a report (RFC 5321 §6.1).
  void undeliverable(
      String messageId,
      SpooledBody body,
      Envelope envelope,
      MailAddress recipient,
      StorageError why);
}
