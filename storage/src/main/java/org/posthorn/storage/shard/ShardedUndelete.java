package org.posthorn.storage.shard;

import java.util.List;
import java.util.Optional;
import org.posthorn.storage.directory.AccountPlaces;
import org.posthorn.storage.mailbox.ExpungedMessage;
import org.posthorn.storage.mailbox.Undelete;
import org.posthorn.storage.mime.Envelope;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.MailboxName;

/// Brings back expunged messages of all accounts. Thread-safe.
///
/// @param here those of the accounts beside the directory
public record ShardedUndelete(Shards shards, Undelete here) implements Undelete {
  private Undelete of(AccountId owner) {
    String place = shards.placeOf(owner);
    return place.equals(AccountPlaces.HOME) ? here : shards.host(place).undelete();
  }

  @Override
  public List<ExpungedMessage> find(Actor actor, AccountId owner, Filter filter) {
    return of(owner).find(actor, owner, filter);
  }

  @Override
  public Envelope envelope(AccountId owner, ExpungedMessage message) {
    return of(owner).envelope(owner, message);
  }

  @Override
  public List<Restored> restore(
      Actor actor, AccountId owner, List<ExpungedMessage> messages, Optional<MailboxName> to) {
    return of(owner).restore(actor, owner, messages, to);
  }
}
