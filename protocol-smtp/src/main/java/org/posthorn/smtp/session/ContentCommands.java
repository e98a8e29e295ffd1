package org.posthorn.smtp.session;

import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import org.posthorn.auth.results.ForgedResults;
import org.posthorn.protocol.frame.ContentStream;
import org.posthorn.smtp.command.BodyType;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.command.SmtpCommand.Bdat;
import org.posthorn.smtp.command.SmtpCommand.ContentCommand;
import org.posthorn.smtp.command.SmtpCommand.Data;
import org.posthorn.smtp.delivery.InboundMessage;
import org.posthorn.smtp.delivery.MessageAcceptance;
import org.posthorn.smtp.delivery.StorageReplies;
import org.posthorn.smtp.policy.CheckList.Outcome;
import org.posthorn.smtp.policy.Phase;
import org.posthorn.smtp.policy.Scope;
import org.posthorn.smtp.policy.SmtpPolicy;
import org.posthorn.smtp.policy.Story;
import org.posthorn.smtp.policy.Trust;
import org.posthorn.smtp.transaction.Identity;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.model.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// DATA (RFC 5321 §4.1.1.4) and BDAT (RFC 3030 §2). Stateless.
///
/// The octets behind BDAT are always consumed, also where the command is refused: they stand in the
/// stream, whatever the server thinks. After a failure the transaction is over.
///
/// @param policy the checks behind DATA or the first BDAT
/// @param spool where messages go while they stream in
/// @param acceptance takes them when they have come in whole
record ContentCommands(SmtpPolicy policy, Spool spool, MessageAcceptance acceptance) {
  private static final Logger LOG = LoggerFactory.getLogger(ContentCommands.class);

  Step run(SmtpState state, ContentCommand command, Conversation talk) throws IOException {
    return switch (command) {
      case Data _ -> data(state, talk);
      case Bdat bdat -> bdat(state, bdat, talk);
    };
  }

  private Step data(SmtpState state, Conversation talk) throws IOException {
    return switch (state) {
      case SmtpState.Greeted _ -> new Step(state, talk.helloFirst());
      case SmtpState.Ready _ -> new Step(state, Replies.NEED_MAIL);
      case SmtpState.MailGiven _ -> new Step(state, Replies.NEED_RCPT);
      case SmtpState.Chunking _ -> new Step(state, Replies.MIXED_DATA);
      case SmtpState.RcptGiven given ->
          // RFC 3030 §3: what is binary has no end-of-data mark.
          given.transaction().envelope().parameters().body() == BodyType.BINARY_MIME
              ? new Step(state, Replies.BINARY_NEEDS_BDAT)
              : switch (open(given.identity(), given.transaction(), talk)) {
                case Opening.Refused(Reply reply) -> new Step(ready(given.identity()), reply);
                case Opening.Opened(SmtpState.Chunking opened) -> receive(opened, talk);
              };
    };
  }

  private Step receive(SmtpState.Chunking opened, Conversation talk) throws IOException {
    try (IncomingMessage message = opened.message()) {
      talk.send(Replies.START_MAIL);
      boolean whole = take(opened, talk.input().data());
      return end(opened, whole, true, talk);
    }
  }

  private static boolean take(SmtpState.Chunking opened, ContentStream content) throws IOException {
    long began = System.nanoTime();
    try {
      return opened.message().take(content);
    } finally {
      Story story = opened.transaction().scope().story();
      story.took(Phase.RECEIVE, System.nanoTime() - began);
    }
  }

  private Step bdat(SmtpState state, Bdat bdat, Conversation talk) throws IOException {
    return switch (state) {
      case SmtpState.Greeted _ -> refuseChunk(state, bdat, talk.helloFirst(), talk);
      case SmtpState.Ready _ -> refuseChunk(state, bdat, Replies.NEED_MAIL, talk);
      case SmtpState.MailGiven _ -> refuseChunk(state, bdat, Replies.NEED_RCPT, talk);
      case SmtpState.RcptGiven(Identity identity, Transaction transaction) ->
          switch (open(identity, transaction, talk)) {
            case Opening.Refused(Reply reply) -> refuseChunk(ready(identity), bdat, reply, talk);
            case Opening.Opened(SmtpState.Chunking opened) -> chunk(opened, bdat, talk);
          };
      case SmtpState.Chunking chunking -> chunk(chunking, bdat, talk);
    };
  }

  private Step chunk(SmtpState.Chunking state, Bdat bdat, Conversation talk) throws IOException {
    IncomingMessage message = state.message();
    boolean keep = false;
    try {
      if (bdat.size() > talk.settings().maxMessageSize() - message.size()) {
        message.fail(Replies.MESSAGE_TOO_LARGE);
        discard(bdat, talk);
        return end(state, true, bdat.last(), talk);
      }
      boolean whole = take(state, talk.input().bdat(bdat.size()));
      if (bdat.last() || !whole || message.fault().isPresent()) {
        return end(state, whole, bdat.last(), talk);
      }
      keep = true;
      return new Step(state, Replies.chunk(bdat.size()));
    } finally {
      if (!keep) {
        message.close();
      }
    }
  }

  private sealed interface Opening {
    record Opened(SmtpState.Chunking state) implements Opening {}

    record Refused(Reply reply) implements Opening {}
  }

  /// Asks the policy, then the spool.
  private Opening open(Identity identity, Transaction transaction, Conversation talk) {
    var context =
        new SmtpPolicy.AtData(talk.client(), identity, transaction.envelope(), transaction.scope());
    return switch (policy.data().evaluate(context)) {
      case Outcome.Refused(Reply reply, String _) -> new Opening.Refused(reply);
      case Outcome.Passed _ -> {
        try {
          var message =
              new IncomingMessage(
                  spool,
                  talk.settings().maxMessageSize(),
                  transaction.scope().watchers(),
                  forged(transaction.scope(), talk));
          yield new Opening.Opened(new SmtpState.Chunking(identity, transaction, message));
        } catch (StorageException e) {
          LOG.atWarn().addKeyValue("reason", e.error().message()).log("spool cannot be opened");
          yield new Opening.Refused(StorageReplies.of(e.error()));
        }
      }
    };
  }

  /// The fields that nobody but we may write (RFC 8601 §5). An own host may have written them.
  private static Optional<ForgedResults> forged(Scope scope, Conversation talk) {
    boolean own =
        switch (talk.settings().role()) {
          case RELAY -> scope.trust() == Trust.TRUSTED;
          case SUBMISSION -> false;
          case LMTP -> true;
        };
    return own ? Optional.empty() : Optional.of(new ForgedResults(talk.settings().authservId()));
  }

  /// @param whole whether all octets of the last command were read
  /// @param last whether the client waits for an answer to the whole message
  private Step end(SmtpState.Chunking state, boolean whole, boolean last, Conversation talk) {
    if (!whole) {
      talk.connection().close();
    }
    SmtpState next = ready(state.identity());
    IncomingMessage message = state.message();
    if (message.fault().isPresent()) {
      Reply fault = message.fault().get();
      return last ? forAll(next, state.transaction(), fault, talk) : new Step(next, fault);
    }
    Transaction transaction = state.transaction();
    try (SpooledBody body = message.finish()) {
      if (message.removedFields() > 0) {
        String removed = message.removedFields() + " removed";
        transaction.scope().story().said("forged-results", removed);
      }
      InboundMessage inbound =
          new InboundMessage(
              transaction.id(),
              talk.client(),
              state.identity(),
              transaction.envelope(),
              message.facts(),
              transaction.scope(),
              transaction.beganAt());
      return new Step(next, acceptance.accept(inbound, body));
    } catch (StorageException e) {
      LOG.atWarn().addKeyValue("reason", e.error().message()).log("message not stored");
      return forAll(next, transaction, StorageReplies.of(e.error()), talk);
    }
  }

  /// The same answer for the whole message.
  private static Step forAll(
      SmtpState next, Transaction transaction, Reply reply, Conversation talk) {
    int times = talk.settings().role().answers(transaction.envelope().recipients().size());
    return new Step(next, Collections.nCopies(times, reply));
  }

  /// Consumes a chunk that is not wanted; one that is too long to wait for ends the session.
  private static Step refuseChunk(SmtpState next, Bdat bdat, Reply reply, Conversation talk)
      throws IOException {
    discard(bdat, talk);
    return new Step(next, reply);
  }

  private static void discard(Bdat bdat, Conversation talk) throws IOException {
    if (bdat.size() > IncomingMessage.MAX_DISCARDED) {
      talk.connection().close();
    } else {
      ContentStream content = talk.input().bdat(bdat.size());
      content.skipRest();
    }
  }

  private static SmtpState ready(Identity identity) {
    return new SmtpState.Ready(identity);
  }
}
