package org.posthorn.smtp.policy;

import org.posthorn.smtp.command.ForwardPath;
import org.posthorn.smtp.command.MailParameters;
import org.posthorn.smtp.command.RcptParameters;
import org.posthorn.smtp.command.ReversePath;
import org.posthorn.smtp.transaction.Client;
import org.posthorn.smtp.transaction.Destination;
import org.posthorn.smtp.transaction.Envelope;
import org.posthorn.smtp.transaction.Identity;
import org.posthorn.smtp.transaction.MessageFacts;
import org.posthorn.storage.blob.Content;

/// The checks of all phases. Immutable and thread-safe; one for each role.
///
/// @param connect before the greeting
/// @param helo behind EHLO or HELO
/// @param mail behind MAIL
/// @param rcpt behind RCPT, once the recipient is resolved
/// @param data behind DATA or the first BDAT, before the message comes
/// @param endOfData when the message has come in whole
public record SmtpPolicy(
    CheckList<Client> connect,
    CheckList<AtHelo> helo,
    CheckList<AtMail> mail,
    CheckList<AtRcpt> rcpt,
    CheckList<AtData> data,
    CheckList<AtEndOfData> endOfData) {

  /// What is known behind EHLO or HELO.
  public record AtHelo(Client client, Identity identity) {}

  /// What is known behind MAIL.
  public record AtMail(
      Client client, Identity identity, ReversePath sender, MailParameters parameters) {}

  /// What is known behind RCPT.
  ///
  /// @param envelope the envelope before this recipient
  public record AtRcpt(
      Client client,
      Identity identity,
      Envelope envelope,
      ForwardPath recipient,
      RcptParameters parameters,
      Destination destination) {}

  /// What is known behind DATA.
  public record AtData(Client client, Identity identity, Envelope envelope) {}

  /// What is known at the end of data.
  ///
  /// @param message what the client sent; readable until the verdict is given
  public record AtEndOfData(
      Client client, Identity identity, Envelope envelope, MessageFacts facts, Content message) {}
}
