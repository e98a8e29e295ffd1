package org.posthorn.pop3.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.posthorn.pop3.command.Pop3Command.Retr;
import org.posthorn.pop3.command.Pop3Command.RetrievalCommand;
import org.posthorn.pop3.command.Pop3Command.Top;
import org.posthorn.pop3.command.Replies;
import org.posthorn.pop3.command.Reply;
import org.posthorn.pop3.session.Pop3State.Transaction;
import org.posthorn.pop3.wire.LineLimit;
import org.posthorn.pop3.wire.MessageWriter;
import org.posthorn.pop3.wire.Sink;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.mailbox.StoredMessage;
import org.posthorn.storage.model.StorageException;

/// RETR and TOP (RFC 1939 §5, §7): octets go from the store to the connection piece by piece, as
/// the client takes them. Stateless.
///
/// A failure before the first octet is answered; later there is no way to tell the client but to
/// close the connection, which the session does.
record RetrievalCommands() {
  private static final int SLICE = 32 * 1024;

  Step run(Transaction state, RetrievalCommand command, Conversation talk) throws IOException {
    return switch (state.maildrop().find(command.message())) {
      case Lookup.Found(int index) -> read(state, index, command, talk);
      case Lookup.Marked _ -> new Step(state, Replies.MARKED);
      case Lookup.Missing _ -> new Step(state, Replies.NO_SUCH_MESSAGE);
    };
  }

  private static Step read(
      Transaction state, int index, RetrievalCommand command, Conversation talk)
      throws IOException {
    try {
      Optional<StoredMessage> message = find(state.maildrop().source(), index, command);
      if (message.isEmpty()) {
        return new Step(state, Replies.GONE);
      }
      send(command, message.get(), talk);
      return Step.silent(state);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (StorageException e) {
      if (talk.inMessage()) {
        throw e;
      }
      return new Step(state, StorageReplies.of(e.error()));
    }
  }

  private static Optional<StoredMessage> find(
      MessageSource source, int index, RetrievalCommand command) {
    return command instanceof Top(_, long lines) && lines == 0
        ? source.header(index)
        : source.message(index);
  }

  private static void send(RetrievalCommand command, StoredMessage message, Conversation talk)
      throws IOException {
    switch (command) {
      case Retr _ -> {
        Content content = message.content();
        talk.sendMessage(
            new Reply.MessageFollows(Optional.of(content.size())),
            writer -> copy(content, 0, content.size(), writer::write));
      }
      case Top top -> {
        Content content = top.lines() == 0 ? message.header() : message.content();
        talk.sendMessage(
            new Reply.MessageFollows(Optional.empty()),
            writer -> copyTop(content, new LineLimit(top.lines()), writer));
      }
    }
  }

  /// Reads no further than a slice behind the last line that was asked for.
  private static void copyTop(Content content, LineLimit limit, MessageWriter writer)
      throws IOException {
    for (long offset = 0; offset < content.size() && !limit.isReached(); offset += SLICE) {
      copy(
          content,
          offset,
          Math.min(SLICE, content.size() - offset),
          (source, start, length) ->
              writer.write(source, start, limit.take(source, start, length)));
    }
  }

  private static void copy(Content content, long offset, long length, Sink target) {
    content.writeTo(
        offset,
        length,
        (source, start, count) -> {
          try {
            target.write(source, start, count);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
