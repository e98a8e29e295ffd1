package org.posthorn.pop3.session;

import java.util.Optional;
import java.util.function.IntFunction;
import org.posthorn.pop3.command.MessageNumber;
import org.posthorn.pop3.command.Pop3Command;
import org.posthorn.pop3.command.Pop3Command.MaildropCommand;
import org.posthorn.pop3.command.Replies;
import org.posthorn.pop3.command.Reply;
import org.posthorn.pop3.session.Pop3State.Transaction;

/// The commands that look at the maildrop or mark its messages (RFC 1939 §5, §7). They never go to
/// the store. Stateless.
record MaildropCommands() {
  Step run(Transaction state, MaildropCommand command) {
    Maildrop maildrop = state.maildrop();
    return switch (command) {
      case Pop3Command.Stat _ ->
          new Step(state, new Reply.DropListing(maildrop.messages(), maildrop.octets()));
      case Pop3Command.List(Optional<MessageNumber> message) ->
          message
              .map(one -> listing(state, one, index -> scan(maildrop, index)))
              .orElseGet(() -> new Step(state, scanAll(maildrop)));
      case Pop3Command.Uidl(Optional<MessageNumber> message) ->
          message
              .map(one -> listing(state, one, index -> uniqueId(maildrop, index)))
              .orElseGet(() -> new Step(state, uniqueIds(maildrop)));
      case Pop3Command.Dele(MessageNumber message) ->
          onMessage(
              state,
              message,
              index -> new Step(new Transaction(maildrop.mark(index)), Replies.deleted(message)));
      case Pop3Command.Noop _ -> new Step(state, Replies.NOOP_OK);
      case Pop3Command.Rset _ -> {
        Maildrop fresh = maildrop.withoutMarks();
        yield new Step(new Transaction(fresh), Replies.reset(fresh.messages()));
      }
    };
  }

  private static Step listing(Transaction state, MessageNumber message, IntFunction<Reply> line) {
    return onMessage(state, message, index -> new Step(state, line.apply(index)));
  }

  /// Runs `action` on the message's index, or says why there is none.
  private static Step onMessage(
      Transaction state, MessageNumber message, IntFunction<Step> action) {
    return switch (state.maildrop().find(message)) {
      case Lookup.Found(int index) -> action.apply(index);
      case Lookup.Marked _ -> new Step(state, Replies.MARKED);
      case Lookup.Missing _ -> new Step(state, Replies.NO_SUCH_MESSAGE);
    };
  }

  private static Reply scanAll(Maildrop maildrop) {
    return new Reply.ScanListings(
        maildrop.messages(), maildrop.octets(), maildrop.lines(index -> scan(maildrop, index)));
  }

  private static Reply.ScanListing scan(Maildrop maildrop, int index) {
    return new Reply.ScanListing(MessageNumber.ofIndex(index), maildrop.size(index));
  }

  private static Reply uniqueIds(Maildrop maildrop) {
    return new Reply.UniqueIdListings(maildrop.lines(index -> uniqueId(maildrop, index)));
  }

  private static Reply.UniqueIdListing uniqueId(Maildrop maildrop, int index) {
    return new Reply.UniqueIdListing(MessageNumber.ofIndex(index), maildrop.uniqueId(index));
  }
}
