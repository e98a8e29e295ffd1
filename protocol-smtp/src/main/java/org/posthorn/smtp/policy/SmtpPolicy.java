package org.posthorn.smtp.policy;

import java.time.Duration;
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
    CheckList<AtConnect> connect,
    CheckList<AtHelo> helo,
    CheckList<AtMail> mail,
    CheckList<AtRcpt> rcpt,
    CheckList<AtData> data,
    CheckList<AtEndOfData> endOfData) {

  /// What is known before the greeting.
  ///
  /// @param talk tells whether the client talks already
  public record AtConnect(Client client, Scope scope, EarlyTalk talk) implements PhaseContext {
    @Override
    public Phase phase() {
      return Phase.CONNECT;
    }
  }

  /// Whether a client talks before it was greeted.
  @FunctionalInterface
  public interface EarlyTalk {
    /// Waits for it to talk.
    ///
    /// @param patience how long at most; zero only looks
    boolean within(Duration patience);
  }

  /// What is known behind EHLO or HELO.
  public record AtHelo(Client client, Identity identity, Scope scope) implements PhaseContext {
    @Override
    public Phase phase() {
      return Phase.HELO;
    }
  }

  /// What is known behind MAIL.
  public record AtMail(
      Client client, Identity identity, ReversePath sender, MailParameters parameters, Scope scope)
      implements PhaseContext {
    @Override
    public Phase phase() {
      return Phase.MAIL;
    }
  }

  /// What is known behind RCPT.
  ///
  /// @param envelope the envelope before this recipient
  public record AtRcpt(
      Client client,
      Identity identity,
      Envelope envelope,
      ForwardPath recipient,
      RcptParameters parameters,
      Destination destination,
      Scope scope)
      implements PhaseContext {
    @Override
    public Phase phase() {
      return Phase.RCPT;
    }

    /// One recipient's credit is not the others'.
    @Override
    public void trust(Trust trust) {}
  }

  /// What is known behind DATA.
  public record AtData(Client client, Identity identity, Envelope envelope, Scope scope)
      implements PhaseContext {
    @Override
    public Phase phase() {
      return Phase.DATA;
    }
  }

  /// What is known at the end of data.
  ///
  /// @param id names the message in the log
  /// @param inHand the message, readable until the verdict is given
  public record AtEndOfData(
      Client client,
      Identity identity,
      String id,
      MessageFacts facts,
      MessageInHand inHand,
      Scope scope)
      implements PhaseContext {
    @Override
    public Phase phase() {
      return Phase.END_OF_DATA;
    }

    /// Who sends it and who gets it, as earlier filters left it.
    public Envelope envelope() {
      return inHand.envelope();
    }

    /// The message as earlier filters left it.
    public Content message() {
      return inHand.body().content();
    }

    @Override
    public void note(Findings findings) {
      inHand.note(findings);
    }
  }
}
