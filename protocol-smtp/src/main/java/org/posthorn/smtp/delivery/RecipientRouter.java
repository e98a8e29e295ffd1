package org.posthorn.smtp.delivery;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.ForwardPath;
import org.posthorn.smtp.command.HostPart;
import org.posthorn.smtp.transaction.Client;
import org.posthorn.smtp.transaction.Destination;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.directory.Resolution;
import org.posthorn.storage.model.MailAddress;

/// Says where the recipient of an envelope leads.
///
/// The postmaster of every domain here, of this host's name, and of the address that the client
/// connected to is always reached (RFC 5321 §4.5.1): through the directory where it has that
/// address, else at the configured postmaster's. Thread-safe.
///
/// @param directory the directory
/// @param hostname the name of this host
/// @param returning where bounces to rewritten senders lead; empty for other addresses
/// @param postmaster who gets the postmaster's mail where the directory names nobody
public record RecipientRouter(
    Directory directory,
    String hostname,
    Function<EnvelopeAddress, Optional<MailAddress>> returning,
    Optional<MailAddress> postmaster) {
  private static final String POSTMASTER = "postmaster";

  /// Where the recipient leads; asks the directory.
  public Destination route(ForwardPath path, Client client) {
    return switch (path) {
      case ForwardPath.Postmaster _ -> hostPostmaster();
      case ForwardPath.Recipient(EnvelopeAddress written) ->
          switch (written.host()) {
            case HostPart.Domain(String name) -> domain(written, name);
            case HostPart.IpLiteral(InetAddress ip) -> literal(written.local(), ip, client);
            case HostPart.GeneralLiteral _ -> new Destination.ForeignLiteral();
          };
    };
  }

  private Destination domain(EnvelopeAddress written, String name) {
    MailAddress recipient = new MailAddress(written.local(), name);
    Optional<MailAddress> sender =
        directory.isLocalDomain(recipient.domain()) ? returning.apply(written) : Optional.empty();
    return sender
        .<Destination>map(back -> new Destination.Deliverable(recipient, List.of(), List.of(back)))
        .orElseGet(() -> address(recipient));
  }

  private Destination address(MailAddress recipient) {
    return switch (directory.resolve(recipient)) {
      case Resolution.Found(var accounts, var remote) ->
          new Destination.Deliverable(recipient, accounts, remote);
      case Resolution.Disabled _ -> new Destination.Disabled();
      case Resolution.NoSuchUser _ ->
          recipient.local().equals(POSTMASTER)
              ? configuredPostmaster()
              : new Destination.UnknownUser();
      case Resolution.NotLocal _ ->
          recipient.equals(ofThisHost()) ? configuredPostmaster() : elsewhere(recipient);
    };
  }

  private Destination elsewhere(MailAddress recipient) {
    return new Destination.Elsewhere(recipient);
  }

  /// Our own address names this host, where only the postmaster lives.
  private Destination literal(String local, InetAddress ip, Client client) {
    if (!ip.equals(client.localAddress())) {
      return new Destination.ForeignLiteral();
    }
    return local.equalsIgnoreCase(POSTMASTER) ? hostPostmaster() : new Destination.UnknownUser();
  }

  private Destination hostPostmaster() {
    return address(ofThisHost());
  }

  private MailAddress ofThisHost() {
    return new MailAddress(POSTMASTER, hostname);
  }

  private Destination configuredPostmaster() {
    if (postmaster.isEmpty()) {
      return new Destination.UnknownUser();
    }
    return switch (directory.resolve(postmaster.get())) {
      case Resolution.Found(var accounts, var remote) ->
          new Destination.Deliverable(postmaster.get(), accounts, remote);
      case Resolution.Disabled _ -> new Destination.Disabled();
      case Resolution.NoSuchUser _, Resolution.NotLocal _ -> new Destination.UnknownUser();
    };
  }
}
