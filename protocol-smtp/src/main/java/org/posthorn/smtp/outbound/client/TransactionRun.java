package org.posthorn.smtp.outbound.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.posthorn.smtp.outbound.OutboundMessage.Recipient;
import org.posthorn.smtp.outbound.client.Answer.Stage;
import org.posthorn.smtp.outbound.client.ClientException.Kind;

/// One transaction: MAIL, RCPT for each recipient, and the message (RFC 5321 §3.3).
///
/// Where the peer can, commands are sent in groups (RFC 2920), DATA with the last RCPT. Groups are
/// small enough that neither side's socket buffers fill up while both write.
final class TransactionRun {
  private static final int GROUP = 100;
  private static final int SERVICE_CLOSING = 421;
  private static final int TOO_MANY = 452;
  private static final int TOO_MANY_FOR_GOOD = 552;

  private final Wire wire;
  private final SmtpConnection connection;
  private final ClientTimeouts timeouts;
  private final OutgoingMessage message;
  private final List<Recipient> recipients;
  private final Answer[] answers;
  private final List<Integer> accepted = new ArrayList<>();
  private final List<Integer> postponed = new ArrayList<>();
  private boolean dirty;

  TransactionRun(
      Wire wire, SmtpConnection connection, OutgoingMessage message, List<Recipient> recipients) {
    this.wire = wire;
    this.connection = connection;
    this.timeouts = connection.settings().timeouts();
    this.message = message;
    this.recipients = recipients;
    this.answers = new Answer[recipients.size()];
    Arrays.fill(answers, new Answer.Unasked());
  }

  /// One answer for each recipient, whatever happened.
  List<Answer> answers() {
    return List.of(answers);
  }

  /// Whether the peer wanted this recipient in a transaction of its own later.
  boolean isPostponed(int recipient) {
    return postponed.contains(recipient);
  }

  /// Whether the peer may believe that a transaction is going on.
  boolean isDirty() {
    return dirty;
  }

  /// Runs it.
  ///
  /// @return what broke the connection
  Optional<ClientException> run() {
    switch (Fitting.of(message, recipients, connection.capabilities(), connection.settings())) {
      case Fitting.Unfit(Answer.Unfit why) -> Arrays.fill(answers, why);
      case Fitting.Fit fit -> {
        try {
          transact(fit);
        } catch (ClientException e) {
          return Optional.of(e);
        }
      }
    }
    return Optional.empty();
  }

  private void transact(Fitting.Fit fit) throws ClientException {
    boolean data = !fit.chunking();
    boolean started = envelope(fit, data);
    if (accepted.isEmpty()) {
      if (started) {
        // RFC 2920 §3.1: DATA was accepted though no recipient was; an empty message ends it.
        wire.command(".", timeouts.block());
        PeerReply _ = wire.reply("the empty message", timeouts.dataEnd());
      }
      return;
    }
    dirty = true;
    ContentSender sender = new ContentSender(wire, timeouts, fit.body());
    if (fit.chunking()) {
      finish(sender.chunks(fit.binary(), connection.capabilities().pipelining()), sender, fit);
    } else if (started) {
      finish(sender.data(), sender, fit);
    }
  }

  /// The envelope, and DATA with it where it goes by DATA.
  ///
  /// @return whether the peer waits for the message
  private boolean envelope(Fitting.Fit fit, boolean data) throws ClientException {
    boolean pipelining = connection.capabilities().pipelining();
    int group = pipelining ? GROUP : 1;
    wire.command(fit.mail(), timeouts.command());
    boolean mailOpen = pipelining;
    if (!pipelining && !mail()) {
      return false;
    }
    for (int start = 0; start < recipients.size(); start += group) {
      int end = Math.min(start + group, recipients.size());
      boolean dataToo = pipelining && data && end == recipients.size();
      for (int i = start; i < end; i++) {
        wire.command(fit.rcpt(recipients.get(i)), timeouts.command());
      }
      if (dataToo) {
        wire.command("DATA", timeouts.command());
      }
      boolean refused = mailOpen && !mail();
      mailOpen = false;
      readRecipients(start, end, refused);
      if (dataToo) {
        return dataAnswer();
      }
      if (refused) {
        return false;
      }
    }
    if (accepted.isEmpty() || !data) {
      return false;
    }
    wire.command("DATA", timeouts.command());
    return dataAnswer();
  }

  private boolean mail() throws ClientException {
    PeerReply reply = answer("MAIL", timeouts.command());
    if (!reply.isPositive()) {
      Arrays.fill(answers, new Answer.Refused(reply, Stage.MAIL));
      return false;
    }
    dirty = true;
    return true;
  }

  private void readRecipients(int start, int end, boolean mailRefused) throws ClientException {
    for (int i = start; i < end; i++) {
      PeerReply reply = answer("RCPT", timeouts.command());
      if (mailRefused) {
        continue;
      }
      if (reply.isPositive()) {
        accepted.add(i);
        continue;
      }
      answers[i] = new Answer.Refused(reply, Stage.RCPT);
      if (!accepted.isEmpty() && isTooMany(reply)) {
        postponed.add(i);
      }
    }
  }

  /// RFC 5321 §4.5.3.1.10: 452, in old servers 552, and no other reason with it.
  private static boolean isTooMany(PeerReply reply) {
    return (reply.code() == TOO_MANY || reply.code() == TOO_MANY_FOR_GOOD)
        && reply.status().map(s -> s.subject() == 5 && s.detail() == 3).orElse(true);
  }

  private boolean dataAnswer() throws ClientException {
    PeerReply reply = anyAnswer("DATA", timeouts.dataStart());
    if (reply.isIntermediate()) {
      return true;
    }
    if (reply.isPositive()) {
      throw ClientException.said(Kind.BABBLE, "DATA is answered as if it were done", reply);
    }
    for (int i : accepted) {
      answers[i] = new Answer.Refused(reply, Stage.DATA);
    }
    return false;
  }

  private void finish(Optional<PeerReply> early, ContentSender sender, Fitting.Fit fit)
      throws ClientException {
    if (early.isPresent()) {
      accepted.forEach(i -> answers[i] = new Answer.Refused(early.get(), Stage.CONTENT));
      return;
    }
    boolean each = connection.target().protocol() == Target.Protocol.LMTP;
    int open = 0;
    try {
      PeerReply reply = sender.lastAnswer();
      for (int i : accepted) {
        if (each && open > 0) {
          // RFC 2033 §4.2: one reply for each recipient that was accepted.
          reply = wire.reply("the message", timeouts.dataEnd());
        }
        answers[i] =
            reply.isPositive()
                ? new Answer.Taken(reply, fit.dsn())
                : new Answer.Refused(reply, Stage.CONTENT);
        open++;
      }
      dirty = false;
    } catch (ClientException e) {
      for (int i : accepted.subList(open, accepted.size())) {
        answers[i] = new Answer.Unsure(e.reason());
      }
      throw e;
    }
  }

  private PeerReply answer(String to, Duration time) throws ClientException {
    PeerReply reply = anyAnswer(to, time);
    if (reply.isIntermediate()) {
      throw ClientException.said(Kind.BABBLE, to + " is answered with " + reply.code(), reply);
    }
    return reply;
  }

  private PeerReply anyAnswer(String to, Duration time) throws ClientException {
    PeerReply reply = wire.reply(to, time);
    if (reply.code() == SERVICE_CLOSING) {
      throw ClientException.said(Kind.REFUSED, "the server closes the connection", reply);
    }
    return reply;
  }
}
