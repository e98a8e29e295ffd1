package org.posthorn.imap.session;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.posthorn.imap.AccountSessions;
import org.posthorn.imap.ImapOptions;
import org.posthorn.imap.ImapServices;
import org.posthorn.imap.command.ImapCommand;
import org.posthorn.imap.command.ImapRequest;
import org.posthorn.imap.command.ImapResponse.Notice;
import org.posthorn.imap.command.ImapResponse.Outcome;
import org.posthorn.imap.command.ResponseCode;
import org.posthorn.imap.command.ResponseCode.Simple;
import org.posthorn.imap.command.Tag;
import org.posthorn.imap.command.Verb;
import org.posthorn.imap.session.SessionState.Authenticated;
import org.posthorn.imap.session.SessionState.Idling;
import org.posthorn.imap.session.SessionState.LoggedIn;
import org.posthorn.imap.session.SessionState.LoggedOut;
import org.posthorn.imap.session.SessionState.NotAuthenticated;
import org.posthorn.imap.session.SessionState.Selected;
import org.posthorn.imap.wire.CommandParser;
import org.posthorn.imap.wire.CommandReader;
import org.posthorn.imap.wire.CommandSource;
import org.posthorn.imap.wire.ImapEncoder;
import org.posthorn.imap.wire.ParserLimits;
import org.posthorn.imap.wire.UnusableLiteralException;
import org.posthorn.protocol.frame.Line;
import org.posthorn.protocol.session.Connection;
import org.posthorn.protocol.session.Farewell;
import org.posthorn.protocol.session.Session;
import org.posthorn.protocol.session.SessionTask;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// One client's IMAP conversation: reads a command, has it run, tells what changed, completes it.
///
/// Called by the session loop, on one thread at a time.
public final class ImapSession implements Session {
  private static final Logger LOG = LoggerFactory.getLogger(ImapSession.class);

  private final SessionContext context;
  private final ViewSync sync;
  private final IdleCommand idle;
  private final Dispatcher dispatcher;
  private final SessionTask wake = this::wake;
  private SessionState state = new NotAuthenticated();
  private Optional<Tag> running = Optional.empty();
  private Optional<Selected> unclaimed = Optional.empty();
  private int badCommands;

  /// Whether the command that runs was refused because the store cannot be reached.
  private boolean storeAway;

  /// The session of a new connection.
  public static ImapSession of(
      Connection connection, ImapServices services, ImapOptions options, AccountSessions sessions) {
    ImapEncoder out = new ImapEncoder(connection.output()::write);
    CommandReader reader =
        new CommandReader(
            CommandSource.of(connection.input(), connection.output()),
            new CommandParser(beforeLogin(options), false));
    return new ImapSession(
        new SessionContext(connection, reader, out, services, options, sessions));
  }

  private static ParserLimits beforeLogin(ImapOptions options) {
    ParserLimits standard = ParserLimits.BEFORE_LOGIN;
    long octets = options.limits().maxLiteralBeforeLogin().bytes();
    return new ParserLimits(
        (int) Math.min(octets, Integer.MAX_VALUE / 2),
        standard.depth(),
        standard.ranges(),
        standard.items());
  }

  private ImapSession(SessionContext context) {
    this.context = context;
    this.sync = new ViewSync(context);
    this.idle = new IdleCommand(context, sync);
    this.dispatcher = new Dispatcher(context, sync, idle, wake);
  }

  private Connection connection() {
    return context.connection();
  }

  @Override
  public void open() throws IOException {
    ResponseCode capabilities = new ResponseCode.Capability(context.capabilities(false));
    context.send(Notice.ok(capabilities, context.options().productName() + " ready"));
  }

  /// A literal that can be neither taken nor passed over ends the connection (RFC 7888 §4).
  @Override
  public void command(Line line) throws IOException {
    try {
      answer(line);
    } catch (UnusableLiteralException _) {
      context.send(Notice.bye(Simple.TOOBIG, "Literal too large"));
      connection().close();
    }
  }

  private void answer(Line line) throws IOException {
    if (state instanceof Idling idling) {
      complete(idling.tag(), Verb.IDLE, System.nanoTime(), idle.end(idling, line));
      return;
    }
    switch (context.reader().read(line.bytes())) {
      case ImapRequest.Valid(Tag tag, ImapCommand command) -> run(tag, command);
      case ImapRequest.Unknown(Tag tag, String name) ->
          bad(Optional.of(tag), "Unknown command " + name);
      case ImapRequest.Malformed(Optional<Tag> tag, _, String problem) -> bad(tag, problem);
      case ImapRequest.Refused(Tag tag, _, ResponseCode code, String problem) ->
          context.send(Reply.no(code, problem).under(tag));
    }
  }

  private void run(Tag tag, ImapCommand command) throws IOException {
    long start = System.nanoTime();
    running = Optional.of(tag);
    Step step = step(tag, command);
    context.reader().finish(); // an APPEND refused in this state leaves its message unread
    become(step.next());
    if (step.reply().isPresent() && !storeAway && state instanceof Selected selected) {
      become(tellChanges(selected, command));
    }
    complete(tag, command.verb(), start, new Step(state, step.reply()));
    running = Optional.empty();
  }

  /// The one place where the state changes.
  private void become(SessionState next) {
    SessionState before = state;
    state = next;
    Optional<Selected> left = selected(before);
    if (left.isPresent() && left.get().mailbox().hasUnclaimedRecent()) {
      MailboxId id = left.get().mailbox().id();
      if (selected(next).filter(now -> now.mailbox().id().equals(id)).isEmpty()) {
        unclaimed = left;
      }
    }
    if (next instanceof LoggedOut) {
      account(before).ifPresent(context.sessions()::leave);
    }
  }

  /// Tells the store, once the client has left a mailbox and was answered, which messages it has
  /// seen as recent, so that no later session is told the same (RFC 3501 §2.3.2). Nothing depends
  /// on it.
  private void claimRecent() {
    if (unclaimed.isEmpty()) {
      return;
    }
    Selected left = unclaimed.get();
    unclaimed = Optional.empty();
    try {
      context.services().mailboxes().open(left.actor(), left.owner(), left.mailbox().id(), true);
    } catch (StorageException e) {
      LOG.atDebug().addKeyValue("reason", e.error().message()).log("recent messages not claimed");
    }
  }

  private static Optional<Selected> selected(SessionState state) {
    return switch (state) {
      case Selected selected -> Optional.of(selected);
      case Idling idling -> selected(idling.before());
      case Authenticated _, NotAuthenticated _, LoggedOut _ -> Optional.empty();
    };
  }

  /// The one place that turns refusals into replies.
  private Step step(Tag tag, ImapCommand command) throws IOException {
    storeAway = false;
    try {
      return dispatcher.run(state, tag, command);
    } catch (CommandRefused e) {
      return Step.to(state, e.reply());
    } catch (StorageException e) {
      log(command.verb(), e);
      storeAway = e.error() instanceof StorageError.Unavailable;
      return Step.to(state, StorageReplies.of(e.error()));
    }
  }

  private static void log(Verb verb, StorageException e) {
    // A store that cannot be reached has said why itself.
    LoggingEventBuilder line =
        switch (e.error()) {
          case StorageError.Corrupt _ -> LOG.atError().setCause(e);
          case StorageError.Unavailable _ -> LOG.atWarn();
          case StorageError.Missing _,
              StorageError.Exists _,
              StorageError.Invalid _,
              StorageError.Denied _,
              StorageError.OverQuota _,
              StorageError.Limit _,
              StorageError.Busy _,
              StorageError.Full _ ->
              LOG.atDebug();
        };
    line.addKeyValue("command", verb.metricName())
        .addKeyValue("reason", e.error().message())
        .log("the store refused");
  }

  /// Tells what changed in the mailbox; when it is gone there is nothing left to do in it (RFC 2180
  /// §3.3). What cannot be read now is told after a later command.
  private SessionState tellChanges(Selected selected, ImapCommand command) throws IOException {
    try {
      return sync.run(selected, AnswerRules.of(command));
    } catch (StorageException e) {
      if (e.error().temporary()) {
        log(command.verb(), e);
        context.send(Notice.no(Simple.UNAVAILABLE, "The mailbox cannot be read now"));
        return selected;
      }
      return lost(e);
    }
  }

  private SessionState lost(StorageException e) throws IOException {
    if (e.error() instanceof StorageError.Missing) {
      context.send(Notice.bye("The selected mailbox was deleted"));
    } else {
      LOG.atError().setCause(e).log("cannot bring a mailbox up to date");
      context.send(Notice.bye(Simple.UNAVAILABLE, "The mailbox cannot be read now"));
    }
    return new LoggedOut();
  }

  private void complete(Tag tag, Verb verb, long start, Step step) throws IOException {
    become(step.next());
    if (step.reply().isPresent()) {
      Reply reply = step.reply().get();
      context.send(reply.under(tag));
      String outcome = reply.outcome().name().toLowerCase(Locale.ROOT);
      connection().metrics().command(verb.metricName(), outcome, System.nanoTime() - start);
      if (reply.outcome() == Outcome.BAD) {
        countBad();
      }
    }
    if (state instanceof LoggedOut) {
      connection().close();
    } else if (unclaimed.isPresent()) {
      connection().output().flush();
      claimRecent();
    }
  }

  private void bad(Optional<Tag> tag, String problem) throws IOException {
    connection().metrics().command("malformed", "bad", 0);
    context.send(tag.isPresent() ? Reply.bad(problem).under(tag.get()) : Notice.bad(problem));
    countBad();
  }

  private void countBad() throws IOException {
    badCommands++;
    if (badCommands >= context.options().limits().connection().maxBadCommands()) {
      context.send(Notice.bye("Too many bad commands"));
      connection().close();
    }
  }

  /// Posted by the store's watch while the session idles.
  private void wake() throws IOException {
    if (state instanceof Idling idling) {
      try {
        state = idle.tell(idling);
      } catch (StorageException e) {
        idling.watch().close();
        become(lost(e));
        connection().close();
      }
    }
  }

  @Override
  public void lineTooLong() throws IOException {
    bad(Optional.empty(), "Line too long");
  }

  @Override
  public void farewell(Farewell reason) throws IOException {
    context.send(
        switch (reason) {
          case SHUTDOWN -> Notice.bye(Simple.UNAVAILABLE, "The server is shutting down");
          case IDLE -> Notice.bye("Autologout: nothing was heard for too long");
          case LOGIN_TIMEOUT -> Notice.bye("Autologout: no login in time");
          case TOO_SLOW -> Notice.bye("Too slow");
          case ABUSE -> Notice.bye("Too many errors");
          case INTERNAL_ERROR -> Notice.bye(Simple.SERVERBUG, "Internal error");
        });
  }

  @Override
  public void failed(String errorId) throws IOException {
    String text = "Internal error, see the server's log for " + errorId;
    context.reader().finish();
    if (running.isPresent()) {
      context.send(Reply.no(Simple.SERVERBUG, text).under(running.get()));
      running = Optional.empty();
    } else {
      context.send(Notice.bye(Simple.SERVERBUG, text));
      connection().close();
    }
  }

  @Override
  public void ended() {
    if (state instanceof Idling idling) {
      idling.watch().close();
    }
    become(new LoggedOut());
    claimRecent();
  }

  private static Optional<AccountId> account(SessionState state) {
    return switch (state) {
      case LoggedIn loggedIn -> Optional.of(loggedIn.owner());
      case Idling idling -> Optional.of(idling.before().owner());
      case NotAuthenticated _, LoggedOut _ -> Optional.empty();
    };
  }
}
