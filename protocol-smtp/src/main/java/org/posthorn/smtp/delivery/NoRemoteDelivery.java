package org.posthorn.smtp.delivery;

import java.util.List;
import java.util.Optional;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.transaction.Envelope;
import org.posthorn.smtp.transaction.RemoteDelivery;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A host that sends no mail to other hosts: every such recipient is refused, and reports are only
/// logged.
public final class NoRemoteDelivery implements RemoteDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(NoRemoteDelivery.class);

  @Override
  public Optional<Reply> refusal(Envelope envelope, MailAddress recipient) {
    return Optional.of(Replies.NO_REMOTE);
  }

  @Override
  public void send(
      SpooledBody body, byte[] prefix, Envelope envelope, List<MailAddress> recipients) {
    throw new StorageException(new StorageError.Denied("no mail leaves this host"));
  }

  @Override
  public void undeliverable(
      String messageId,
      SpooledBody body,
      Envelope envelope,
      MailAddress recipient,
      StorageError why) {
    LOG.atWarn()
        .addKeyValue("message", messageId)
        .addKeyValue("sender", envelope.sender().wire())
        .addKeyValue("recipient", recipient.toString())
        .addKeyValue("reason", why.message())
        .log("message lost for one recipient, and no report can be sent");
  }
}
