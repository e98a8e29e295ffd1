package org.posthorn.storage.mailbox;

import java.time.Instant;
import java.util.Optional;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.model.MailboxName;

/// A message that no mailbox of its account shows any more and that can still be brought back.
///
/// @param id the email, for [Undelete#restore]
/// @param expungedAt when the last mailbox lost it
/// @param mailbox that mailbox; empty where it is gone too
/// @param receivedAt when the message was received
/// @param size its octets
/// @param body its body
public record ExpungedMessage(
    EmailId id,
    Instant expungedAt,
    Optional<MailboxName> mailbox,
    Instant receivedAt,
    long size,
    BlobHash body) {
  ExpungedMessage in(MailboxName name) {
    return new ExpungedMessage(id, expungedAt, Optional.of(name), receivedAt, size, body);
  }
}
