package org.posthorn.pop3.session;

import java.io.IOException;
import java.util.Optional;
import org.posthorn.pop3.command.Pop3Command;
import org.posthorn.pop3.command.Pop3Command.AnyStateCommand;
import org.posthorn.pop3.command.Pop3Command.AuthorizationCommand;
import org.posthorn.pop3.command.Pop3Command.MaildropCommand;
import org.posthorn.pop3.command.Pop3Command.Pass;
import org.posthorn.pop3.command.Pop3Command.RetrievalCommand;
import org.posthorn.pop3.command.Pop3Command.TransactionCommand;
import org.posthorn.pop3.command.Replies;
import org.posthorn.pop3.command.Reply;
import org.posthorn.pop3.command.ResponseCode;
import org.posthorn.pop3.session.Pop3State.Authorization;
import org.posthorn.pop3.session.Pop3State.Ended;
import org.posthorn.pop3.session.Pop3State.Transaction;
import org.posthorn.pop3.wire.Parsed;
import org.posthorn.protocol.frame.Line;
import org.posthorn.protocol.session.Connection;
import org.posthorn.protocol.session.Farewell;
import org.posthorn.protocol.session.Session;

/// One client's conversation: parse, dispatch, answer, next state. For one thread at a time.
///
/// It ends after too many errors: a client that sends nonsense is either broken or looking for
/// something.
public final class Pop3Session implements Session {
  private final Pop3Handlers handlers;
  private final Conversation talk;
  private Pop3State state = Pop3State.start();
  private int errors;

  /// @param handlers shared by all sessions of a listener
  public Pop3Session(Connection connection, Pop3Handlers handlers, Pop3Settings settings) {
    this.handlers = handlers;
    this.talk = new Conversation(connection, settings);
  }

  @Override
  public void open() throws IOException {
    talk.send(Replies.greeting(talk.settings().hostname()));
  }

  @Override
  public void command(Line line) throws IOException {
    long began = System.nanoTime();
    switch (handlers.parser().parse(line)) {
      case Parsed.Command(Pop3Command command) -> {
        Step step = dispatch(command);
        state = step.next();
        if (step.reply().isPresent()) {
          answer(step.reply().get());
        }
        record(command.verb().metricName(), step.reply(), began);
      }
      case Parsed.Malformed(Reply reply) -> {
        state = state.withoutUser();
        answer(reply);
        record("unknown", Optional.of(reply), began);
      }
    }
  }

  private Step dispatch(Pop3Command command) throws IOException {
    // RFC 1939 §7: PASS has to follow USER at once.
    Pop3State now = command instanceof Pass ? state : state.withoutUser();
    return switch (command) {
      case AnyStateCommand c -> handlers.session().run(now, c, talk);
      case AuthorizationCommand c when now instanceof Authorization before ->
          handlers.login().run(before, c, talk);
      case TransactionCommand c when now instanceof Transaction transaction ->
          switch (c) {
            case MaildropCommand m -> handlers.maildrop().run(transaction, m);
            case RetrievalCommand r -> handlers.retrieval().run(transaction, r, talk);
          };
      case AuthorizationCommand _, TransactionCommand _ -> new Step(now, outOfOrder(now));
    };
  }

  private static Reply outOfOrder(Pop3State state) {
    return switch (state) {
      case Authorization _ -> Replies.LOGIN_FIRST;
      case Transaction _ -> Replies.LOGGED_IN;
      case Ended _ -> Replies.SESSION_OVER;
    };
  }

  private void answer(Reply reply) throws IOException {
    if (isOffence(reply)) {
      errors++;
      if (errors > talk.settings().limits().maxBadCommands()) {
        farewell(Farewell.ABUSE);
        talk.connection().close();
        return;
      }
    }
    talk.send(reply);
  }

  /// Errors of form and order, and failed logins.
  private static boolean isOffence(Reply reply) {
    return switch (reply) {
      case Reply.Bad _ -> true;
      case Reply.Refused(Optional<ResponseCode> code, String _) ->
          code.filter(ResponseCode.AUTH::equals).isPresent();
      case Reply.Positive _ -> false;
    };
  }

  private void record(String command, Optional<Reply> reply, long began) {
    String outcome =
        reply
            .map(
                r ->
                    switch (r) {
                      case Reply.Positive _ -> "ok";
                      case Reply.Refused _ -> "err";
                      case Reply.Bad _ -> "bad";
                    })
            .orElse("ok");
    talk.connection().metrics().command(command, outcome, System.nanoTime() - began);
  }

  @Override
  public void lineTooLong() throws IOException {
    state = state.withoutUser();
    answer(Replies.LINE_TOO_LONG);
  }

  @Override
  public void farewell(Farewell reason) throws IOException {
    if (talk.inMessage()) {
      return;
    }
    switch (reason) {
      case SHUTDOWN -> talk.send(Replies.SHUTTING_DOWN);
      case IDLE -> {
        // RFC 1939 §3: at autologout the server closes without a word.
      }
      case LOGIN_TIMEOUT -> talk.send(Replies.LOGIN_TIMEOUT);
      case TOO_SLOW -> talk.send(Replies.TOO_SLOW);
      case ABUSE -> talk.send(Replies.TOO_MANY_ERRORS);
      case INTERNAL_ERROR -> talk.send(Replies.INTERNAL_ERROR);
    }
  }

  @Override
  public void failed(String errorId) throws IOException {
    state = state.withoutUser();
    if (talk.inMessage()) {
      talk.connection().abort();
    } else {
      talk.send(Replies.serverBug(errorId));
    }
  }

  @Override
  public void ended() {
    state.release();
  }
}
