package org.posthorn.storage.queue;

import java.time.Instant;
import java.util.Optional;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.schema.QueueEntryRow;

/// What is needed to queue one recipient; see [QueueEntry] for the fields.
///
/// @param warnAt when the sender is to be told of a delay
public record NewEntry(
    QueueEntryRow.Kind kind,
    Optional<AccountId> account,
    String destination,
    String name,
    byte[] prefix,
    String sender,
    String recipient,
    byte[] envelope,
    int priority,
    Instant dueAt,
    Instant expiresAt,
    Instant warnAt) {
  /// For a recipient elsewhere.
  public static NewEntry remote(
      String destination,
      String name,
      byte[] prefix,
      String sender,
      String recipient,
      byte[] envelope,
      int priority,
      Instant dueAt,
      Instant expiresAt,
      Instant warnAt) {
    return new NewEntry(
        QueueEntryRow.Kind.REMOTE,
        Optional.empty(),
        destination,
        name,
        prefix,
        sender,
        recipient,
        envelope,
        priority,
        dueAt,
        expiresAt,
        warnAt);
  }

  /// For an account here.
  public static NewEntry local(
      AccountId account,
      String name,
      byte[] prefix,
      String sender,
      String recipient,
      byte[] envelope,
      Instant dueAt,
      Instant expiresAt,
      Instant warnAt) {
    return new NewEntry(
        QueueEntryRow.Kind.LOCAL,
        Optional.of(account),
        "",
        name,
        prefix,
        sender,
        recipient,
        envelope,
        0,
        dueAt,
        expiresAt,
        warnAt);
  }
}
