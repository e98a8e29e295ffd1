package org.posthorn.smtp.session;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.ForwardPath;
import org.posthorn.smtp.command.MailParameters;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.command.SmtpCommand.Mail;
import org.posthorn.smtp.command.SmtpCommand.Rcpt;
import org.posthorn.smtp.command.SmtpCommand.Rset;
import org.posthorn.smtp.command.SmtpCommand.TransactionCommand;
import org.posthorn.smtp.delivery.RecipientRouter;
import org.posthorn.smtp.delivery.SmtpMetrics;
import org.posthorn.smtp.delivery.StorageReplies;
import org.posthorn.smtp.policy.CheckList.Outcome;
import org.posthorn.smtp.policy.Scope;
import org.posthorn.smtp.policy.SmtpPolicy;
import org.posthorn.smtp.transaction.Destination;
import org.posthorn.smtp.transaction.Envelope;
import org.posthorn.smtp.transaction.Identity;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// MAIL, RCPT, RSET (RFC 5321 §4.1.1.2, §4.1.1.3, §4.1.1.5). Stateless.
///
/// @param policy the checks behind MAIL and RCPT
/// @param router says where recipients lead
/// @param handling says which wishes about a message are granted
/// @param metrics counts refused recipients
/// @param clock tells when a transaction begins
record TransactionCommands(
    SmtpPolicy policy,
    RecipientRouter router,
    HandlingOffer handling,
    SmtpMetrics metrics,
    Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionCommands.class);

  Step run(SmtpState state, TransactionCommand command, Conversation talk) {
    try {
      return switch (command) {
        case Mail mail -> mail(state, mail, talk);
        case Rcpt rcpt -> rcpt(state, rcpt, talk);
        case Rset() -> new Step(state.withoutTransaction(), Replies.RESET);
      };
    } catch (StorageException e) {
      LOG.atWarn().addKeyValue("reason", e.error().message()).log("store refuses to answer");
      return new Step(state, StorageReplies.of(e.error()));
    }
  }

  private Step mail(SmtpState state, Mail mail, Conversation talk) {
    return switch (state) {
      case SmtpState.Greeted _ -> new Step(state, talk.helloFirst());
      case SmtpState.MailGiven _, SmtpState.RcptGiven _, SmtpState.Chunking _ ->
          new Step(state, Replies.NESTED_MAIL);
      case SmtpState.Ready(Identity identity) -> begin(state, identity, mail, talk);
    };
  }

  private Step begin(SmtpState state, Identity identity, Mail mail, Conversation talk) {
    MailParameters parameters = mail.parameters();
    boolean utf8 = mail.sender().asAddress().filter(EnvelopeAddress::needsUtf8).isPresent();
    if (utf8 && !parameters.smtpUtf8()) {
      return new Step(state, Replies.UTF8_ADDRESS); // RFC 6531 §3.5
    }
    Optional<Reply> refusal = handling.refusal(parameters.handling(), talk);
    if (refusal.isPresent()) {
      return new Step(state, refusal.get());
    }
    Scope scope = talk.scope().transaction();
    boolean begun = false;
    try {
      var context =
          new SmtpPolicy.AtMail(talk.client(), identity, mail.sender(), parameters, scope);
      if (policy.mail().evaluate(context) instanceof Outcome.Refused(Reply reply, String check)) {
        return refuse(state, reply, check, "sender", mail.sender().wire());
      }
      Envelope envelope = new Envelope(mail.sender(), parameters, List.of());
      Transaction transaction =
          new Transaction(talk.nextMessageId(), envelope, scope, clock.instant());
      begun = true;
      return new Step(new SmtpState.MailGiven(identity, transaction), Replies.SENDER_OK);
    } finally {
      if (!begun) {
        scope.close();
      }
    }
  }

  private Step rcpt(SmtpState state, Rcpt rcpt, Conversation talk) {
    return switch (state) {
      case SmtpState.Greeted _ -> new Step(state, talk.helloFirst());
      case SmtpState.Ready _ -> new Step(state, Replies.NEED_MAIL);
      case SmtpState.Chunking _ -> new Step(state, Replies.MIXED_DATA);
      case SmtpState.MailGiven(Identity identity, Transaction transaction) ->
          add(state, identity, transaction, rcpt, talk);
      case SmtpState.RcptGiven(Identity identity, Transaction transaction) ->
          add(state, identity, transaction, rcpt, talk);
    };
  }

  private Step add(
      SmtpState state, Identity identity, Transaction transaction, Rcpt rcpt, Conversation talk) {
    Envelope envelope = transaction.envelope();
    if (needsUtf8(rcpt.recipient()) && !envelope.parameters().smtpUtf8()) {
      return new Step(state, Replies.UTF8_ADDRESS);
    }
    Destination destination = router.route(rcpt.recipient(), talk.client());
    var context =
        new SmtpPolicy.AtRcpt(
            talk.client(),
            identity,
            envelope,
            rcpt.recipient(),
            rcpt.parameters(),
            destination,
            transaction.scope());
    return switch (policy.rcpt().evaluate(context)) {
      case Outcome.Refused(Reply reply, String check) -> {
        metrics.recipientRefused();
        yield refuse(state, reply, check, "recipient", rcpt.recipient().wire());
      }
      case Outcome.Passed _ -> {
        var recipient =
            new Envelope.Recipient(rcpt.recipient(), rcpt.parameters(), accepted(destination));
        yield new Step(
            new SmtpState.RcptGiven(identity, transaction.with(recipient)), Replies.RECIPIENT_OK);
      }
    };
  }

  /// What the checks let pass, as accounts here and addresses elsewhere.
  private static Destination.Deliverable accepted(Destination destination) {
    return switch (destination) {
      case Destination.Deliverable deliverable -> deliverable;
      case Destination.Elsewhere(MailAddress address) ->
          new Destination.Deliverable(address, List.of(), List.of(address));
      case Destination.ForeignLiteral _, Destination.UnknownUser _, Destination.Disabled _ ->
          throw new IllegalStateException("the policy let an undeliverable recipient pass");
    };
  }

  private static boolean needsUtf8(ForwardPath path) {
    return path instanceof ForwardPath.Recipient(EnvelopeAddress address) && address.needsUtf8();
  }

  private static Step refuse(
      SmtpState state, Reply reply, String check, String what, String address) {
    logRefusal(reply, check, what, address);
    return new Step(state, reply);
  }

  /// What was refused before a message came is told in a line of its own.
  static void logRefusal(Reply reply, String check, String what, String whom) {
    LOG.atInfo()
        .addKeyValue("check", check)
        .addKeyValue(what, whom)
        .addKeyValue("reply", reply.summary())
        .log("refused");
  }
}
