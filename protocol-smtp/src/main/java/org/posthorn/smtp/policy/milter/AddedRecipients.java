package org.posthorn.smtp.policy.milter;

import java.util.List;
import java.util.Optional;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.ForwardPath;
import org.posthorn.smtp.command.RcptParameters;
import org.posthorn.smtp.transaction.Destination;
import org.posthorn.smtp.transaction.Envelope;
import org.posthorn.smtp.transaction.RemoteDelivery;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.directory.Resolution;
import org.posthorn.storage.model.MailAddress;

/// Where recipients lead that a filter adds: to accounts here, or elsewhere through the queue, as
/// the filter's master wants it. Thread-safe.
///
/// @param directory knows who is here
/// @param remote the way out
record AddedRecipients(Directory directory, RemoteDelivery remote) {

  Optional<Envelope.Recipient> find(Envelope envelope, ForwardPath path) {
    return address(path)
        .flatMap(address -> destination(envelope, address))
        .map(to -> new Envelope.Recipient(path, RcptParameters.NONE, to));
  }

  private static Optional<MailAddress> address(ForwardPath path) {
    return switch (path) {
      case ForwardPath.Postmaster _ -> Optional.empty();
      case ForwardPath.Recipient(EnvelopeAddress address) -> address.mailAddress();
    };
  }

  private Optional<Destination.Deliverable> destination(Envelope envelope, MailAddress address) {
    return switch (directory.resolve(address)) {
      case Resolution.Found(var accounts, var elsewhere) ->
          reachable(envelope, new Destination.Deliverable(address, accounts, elsewhere));
      case Resolution.NotLocal _ ->
          reachable(envelope, new Destination.Deliverable(address, List.of(), List.of(address)));
      case Resolution.Disabled _, Resolution.NoSuchUser _ -> Optional.empty();
    };
  }

  private Optional<Destination.Deliverable> reachable(
      Envelope envelope, Destination.Deliverable to) {
    return to.remote().stream().allMatch(a -> remote.refusal(envelope, a).isEmpty())
        ? Optional.of(to)
        : Optional.empty();
  }
}
