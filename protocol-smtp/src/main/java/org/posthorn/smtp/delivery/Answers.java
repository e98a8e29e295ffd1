package org.posthorn.smtp.delivery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.transaction.Destination;
import org.posthorn.smtp.transaction.Envelope;
import org.posthorn.smtp.transaction.Role;
import org.posthorn.storage.directory.Resolution;
import org.posthorn.storage.model.AccountId;

/// What a client is told of a message that the store has answered for. In SMTP that is one answer:
/// once one recipient has the message, it is ours. In LMTP each recipient has its own (RFC 2033
/// §4.2); an alias of many is one recipient, and is served once one of them is.
///
/// @param replies in the order of RCPT
/// @param untold failures that no answer speaks of: somebody else has to tell the sender
record Answers(List<Reply> replies, List<Fate> untold) {

  /// The same answer for the whole message.
  static List<Reply> same(InboundMessage message, Reply reply) {
    int recipients = message.envelope().recipients().size();
    return Collections.nCopies(message.client().role().answers(recipients), reply);
  }

  static Answers of(InboundMessage message, List<Fate> fates) {
    return message.client().role() == Role.LMTP ? forEach(message, fates) : forAll(message, fates);
  }

  private static Answers forAll(InboundMessage message, List<Fate> fates) {
    return fates.stream().anyMatch(Fate::isTaken)
        ? new Answers(List.of(Replies.accepted(message.id())), failures(fates))
        : new Answers(List.of(refusal(fates)), List.of());
  }

  private static Answers forEach(InboundMessage message, List<Fate> fates) {
    List<Reply> replies = new ArrayList<>();
    Set<AccountId> told = new HashSet<>();
    for (Envelope.Recipient recipient : message.envelope().recipients()) {
      Destination.Deliverable destination = recipient.destination();
      Set<AccountId> accounts =
          destination.accounts().stream()
              .map(Resolution.Target::account)
              .collect(Collectors.toSet());
      List<Fate> own =
          fates.stream()
              .filter(fate -> fate.account().filter(accounts::contains).isPresent())
              .toList();
      // What goes elsewhere is in the queue, or the whole message would have failed.
      if (!destination.remote().isEmpty() || own.stream().anyMatch(Fate::isTaken)) {
        replies.add(Replies.accepted(message.id()));
      } else {
        replies.add(refusal(own));
        told.addAll(accounts);
      }
    }
    List<Fate> untold =
        failures(fates).stream()
            .filter(fate -> fate.account().filter(told::contains).isEmpty())
            .toList();
    return new Answers(replies, untold);
  }

  private static List<Fate> failures(List<Fate> fates) {
    return fates.stream().filter(fate -> !fate.isTaken()).toList();
  }

  /// Nobody has it: a temporary reason, if there is one, lets the client try again for all.
  private static Reply refusal(List<Fate> fates) {
    List<Reply> replies =
        fates.stream().flatMap(fate -> fate.error().stream()).map(StorageReplies::of).toList();
    return replies.stream()
        .filter(Reply::isTransient)
        .findFirst()
        .orElseGet(() -> replies.isEmpty() ? Replies.LOCAL_ERROR : replies.getFirst());
  }
}
