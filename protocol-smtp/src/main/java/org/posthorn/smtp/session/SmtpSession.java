package org.posthorn.smtp.session;

import java.io.IOException;
import org.posthorn.protocol.frame.Line;
import org.posthorn.protocol.session.Connection;
import org.posthorn.protocol.session.Farewell;
import org.posthorn.protocol.session.Session;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.command.SmtpCommand;
import org.posthorn.smtp.policy.CheckList.Outcome;
import org.posthorn.smtp.policy.SmtpPolicy;
import org.posthorn.smtp.transaction.Role;
import org.posthorn.smtp.wire.Parsed;

/// One client's conversation: parse, dispatch, answer, next state. For one thread at a time.
///
/// It ends after too many errors: a client that sends nonsense is either broken or looking for
/// something.
public final class SmtpSession implements Session {
  private static final int UNKNOWN_RECIPIENTS_PER_ERROR = 5;

  private final SmtpHandlers handlers;
  private final Conversation talk;
  private SmtpState state = new SmtpState.Greeted();
  private int errors;
  private int unknownRecipients;

  /// @param handlers shared by all sessions of a listener
  public SmtpSession(Connection connection, SmtpHandlers handlers, SmtpSettings settings) {
    this.handlers = handlers;
    this.talk = new Conversation(connection, settings);
  }

  @Override
  public void open() throws IOException {
    var context = new SmtpPolicy.AtConnect(talk.client(), talk.scope(), talk::speaksWithin);
    switch (handlers.policy().connect().evaluate(context)) {
      case Outcome.Refused(Reply reply, String check) -> {
        TransactionCommands.logRefusal(reply, check, "client", talk.connection().remoteHost());
        talk.send(reply);
        talk.connection().close();
      }
      case Outcome.Passed _ ->
          talk.send(Replies.greeting(talk.settings().hostname(), talk.settings().greeting()));
    }
  }

  @Override
  public void command(Line line) throws IOException {
    long began = System.nanoTime();
    switch (handlers.parser().parse(line)) {
      case Parsed.Command(SmtpCommand command) -> {
        Step step = dispatch(command);
        become(step.next());
        for (Reply reply : step.replies()) {
          answer(reply);
        }
        Reply told = step.replies().isEmpty() ? Replies.OK : step.replies().getFirst();
        record(command.verb().metricName(), told, began);
      }
      case Parsed.Malformed(Reply reply) -> {
        answer(reply);
        record("bad", reply, began);
      }
      case Parsed.LostTrack(Reply reply) -> {
        become(state.withoutTransaction());
        answer(reply);
        record("bad", reply, began);
        talk.connection().close();
      }
    }
  }

  private Step dispatch(SmtpCommand command) throws IOException {
    return switch (command) {
      case SmtpCommand.SessionCommand c -> handlers.session().run(state, c, talk);
      case SmtpCommand.TransactionCommand c -> handlers.transaction().run(state, c, talk);
      case SmtpCommand.ContentCommand c -> handlers.content().run(state, c, talk);
      case SmtpCommand.StartTls _ -> handlers.tls().run(state, talk);
      case SmtpCommand.Auth auth -> handlers.auth().run(state, auth, talk);
    };
  }

  private void become(SmtpState next) {
    state.release(next);
    state = next;
  }

  private void answer(Reply reply) throws IOException {
    talk.send(reply);
    if (reply.code() == Replies.CLOSING) {
      talk.connection().close(); // RFC 5321 §3.8
    }
    if (isAbusive(reply) && !talk.connection().isClosing()) {
      farewell(Farewell.ABUSE);
      talk.connection().close();
    }
  }

  /// Counts errors of syntax and order, failed logins, and, more leniently, recipients that do not
  /// exist: lists are old, and harvesters try thousands.
  private boolean isAbusive(Reply reply) {
    if ((reply.code() >= 500 && reply.code() < 510) || reply.equals(Replies.AUTH_FAILED)) {
      errors++;
    } else if (reply.equals(Replies.NO_SUCH_USER) || reply.equals(Replies.RELAY_DENIED)) {
      unknownRecipients++;
    }
    return errors + unknownRecipients / UNKNOWN_RECIPIENTS_PER_ERROR
        > talk.settings().maxBadCommands();
  }

  private void record(String command, Reply reply, long began) {
    String outcome = reply.isPositive() ? "ok" : reply.isTransient() ? "4xx" : "5xx";
    talk.connection().metrics().command(command, outcome, System.nanoTime() - began);
  }

  @Override
  public void lineTooLong() throws IOException {
    answer(Replies.LINE_TOO_LONG);
  }

  @Override
  public void farewell(Farewell reason) throws IOException {
    String host = talk.settings().hostname();
    talk.send(
        switch (reason) {
          case SHUTDOWN -> Replies.closing(host, 3, 2, "Shutting down; connect again later");
          case IDLE -> Replies.closing(host, 4, 2, "Idle for too long");
          case LOGIN_TIMEOUT -> Replies.closing(host, 4, 2, "No login for too long");
          case TOO_SLOW -> Replies.closing(host, 4, 2, "Too slow");
          case ABUSE -> Replies.closing(host, 7, 0, "Too many errors");
          case INTERNAL_ERROR -> Replies.closing(host, 3, 0, "Local error");
        });
  }

  @Override
  public void failed(String errorId) throws IOException {
    become(state.withoutTransaction());
    talk.send(Replies.serverBug(errorId));
    if (talk.settings().role() == Role.LMTP) {
      // The client may wait for an answer for each recipient.
      talk.connection().close();
    }
  }

  @Override
  public void ended() {
    become(new SmtpState.Greeted());
    talk.scope().close();
  }
}
