package org.posthorn.imap.session;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.imap.command.AccountCommand;
import org.posthorn.imap.command.AppendMessage;
import org.posthorn.imap.command.ResponseCode;
import org.posthorn.imap.command.ResponseCode.Simple;
import org.posthorn.imap.session.SessionState.LoggedIn;
import org.posthorn.imap.wire.AppendStep;
import org.posthorn.protocol.frame.ContentStream;
import org.posthorn.protocol.frame.Output;
import org.posthorn.storage.blob.BodyObserver;
import org.posthorn.storage.blob.SpoolWriter;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.mailbox.AppendRequest;
import org.posthorn.storage.mailbox.AppendResult;
import org.posthorn.storage.mailbox.MailboxService;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.StorageException;

/// APPEND of one or several messages, all or none (RFC 3501 §6.3.11, RFC 3502, RFC 4315).
///
/// A client that waits is let go on only when the message can be taken as far as that is known. One
/// that does not wait has its octets read in any case, in a few kilobytes of memory, since they are
/// under way already (RFC 7888 §4).
final class AppendCommand {
  private final SessionContext context;

  AppendCommand(SessionContext context) {
    this.context = context;
  }

  Step run(LoggedIn state, AccountCommand.Append command) throws IOException {
    List<AppendRequest> messages = new ArrayList<>(1);
    try {
      return Step.to(state, append(state, command, messages));
    } finally {
      messages.forEach(message -> message.body().close());
    }
  }

  private Reply append(LoggedIn state, AccountCommand.Append command, List<AppendRequest> messages)
      throws IOException {
    Optional<MailboxId> target = mailboxes().find(state.actor(), state.owner(), command.mailbox());
    AppendMessage message = command.first();
    long total = 0;
    while (true) {
      total += message.size();
      Optional<Reply> refusal = check(state, target, message, total);
      if (refusal.isEmpty()) {
        refusal = take(message, messages);
      } else {
        context.reader().discard(message);
        return refusal.get();
      }
      switch (context.reader().afterMessage()) {
        case AppendStep.Malformed(String problem) -> {
          return Reply.bad(problem);
        }
        case AppendStep.End _ -> {
          return refusal.isPresent() ? refusal.get() : store(state, target.orElseThrow(), messages);
        }
        case AppendStep.Next(AppendMessage next) -> {
          if (refusal.isPresent()) {
            context.reader().discard(next);
            return refusal.get();
          }
          message = next;
        }
      }
    }
  }

  private MailboxService mailboxes() {
    return context.services().mailboxes();
  }

  private Optional<Reply> check(
      LoggedIn state, Optional<MailboxId> target, AppendMessage message, long total) {
    long limit = context.options().limits().maxMessageSize().bytes();
    if (target.isEmpty()) {
      return Optional.of(Reply.no(Simple.TRYCREATE, "There is no mailbox of that name"));
    }
    if (message.size() == 0) {
      // RFC 3502 §6.3.11: so a client gives up.
      return Optional.of(Reply.no(Simple.CANNOT, "A message has at least one octet"));
    }
    if (message.size() > limit) {
      return Optional.of(Reply.no(Simple.TOOBIG, "A message has at most " + limit + " octets"));
    }
    // What is under way already is judged when it is stored.
    return message.synchronizing() && !fits(state, total)
        ? Optional.of(Reply.no(Simple.OVERQUOTA, "The quota does not allow it"))
        : Optional.empty();
  }

  private boolean fits(LoggedIn state, long total) {
    return mailboxes().quota(state.actor(), state.owner()).fits(total);
  }

  /// Reads a message into the spool; tells why that failed.
  private Optional<Reply> take(AppendMessage message, List<AppendRequest> messages)
      throws IOException {
    context.reader().accept(message);
    ContentStream octets = context.connection().input().literal(message.size());
    try {
      SpooledBody body = spool(octets, message.size());
      messages.add(
          new AppendRequest(
              body, message.flags(), message.internalDate().map(OffsetDateTime::toInstant)));
      return Optional.empty();
    } catch (StorageException e) {
      octets.skipRest();
      return Optional.of(StorageReplies.of(e.error()));
    }
  }

  private SpooledBody spool(ContentStream octets, long size) throws IOException {
    try (SpoolWriter writer = context.services().spool().newBody(size, BodyObserver.NONE)) {
      byte[] buffer = new byte[(int) Math.min(Output.CHUNK, Math.max(1, size))];
      for (int n = octets.read(buffer, 0, buffer.length);
          n >= 0;
          n = octets.read(buffer, 0, buffer.length)) {
        writer.write(buffer, 0, n);
      }
      return writer.finish();
    }
  }

  private Reply store(LoggedIn state, MailboxId target, List<AppendRequest> messages) {
    try {
      AppendResult result = mailboxes().append(state.actor(), state.owner(), target, messages);
      return Reply.ok(
          new ResponseCode.AppendUid(result.uidValidity(), result.uids()), "Append completed");
    } catch (StorageException e) {
      return StorageReplies.ofTarget(e.error());
    }
  }
}
