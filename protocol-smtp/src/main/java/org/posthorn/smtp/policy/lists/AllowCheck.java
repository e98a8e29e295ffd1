package org.posthorn.smtp.policy.lists;

import java.net.InetAddress;
import java.util.Collection;
import java.util.function.Supplier;
import org.posthorn.config.value.IpNetwork;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.ForwardPath;
import org.posthorn.smtp.policy.PolicyChecks;
import org.posthorn.smtp.policy.SmtpPolicy.AtConnect;
import org.posthorn.smtp.policy.SmtpPolicy.AtHelo;
import org.posthorn.smtp.policy.SmtpPolicy.AtMail;
import org.posthorn.smtp.policy.SmtpPolicy.AtRcpt;
import org.posthorn.smtp.policy.Trust;
import org.posthorn.smtp.policy.Verdict;

/// The allow list. An address or a proved name makes a client trusted; what a client merely says
/// (HELO, sender) makes its mail listed. Thread-safe.
///
/// @param list what is in force
/// @param names proves DNS names
public record AllowCheck(Supplier<AccessList> list, ProvedNames names) {
  /// Has the list asked in each phase.
  public void addTo(PolicyChecks.Part part) {
    part.connect(this::connect).helo(this::helo).mail(this::mail).rcpt(this::rcpt);
  }

  /// Trusts the clients of some networks.
  public static Verdict trusted(Collection<IpNetwork> networks, InetAddress client) {
    return networks.stream().anyMatch(network -> network.contains(client))
        ? new Verdict.Trusted(Trust.TRUSTED, "trusted network")
        : Verdict.ACCEPT;
  }

  private Verdict connect(AtConnect context) {
    AccessList now = list.get();
    InetAddress client = context.client().address();
    if (now.hasAddress(client)) {
      return new Verdict.Trusted(Trust.TRUSTED, "address");
    }
    return now.asksForNames() && names.of(client, context.scope()).stream().anyMatch(now::hasName)
        ? new Verdict.Trusted(Trust.TRUSTED, "name")
        : Verdict.ACCEPT;
  }

  private Verdict helo(AtHelo context) {
    return listed(list.get().hasHelo(context.identity().helo()), "helo");
  }

  private Verdict mail(AtMail context) {
    return listed(context.sender().asAddress().filter(list.get()::hasSender).isPresent(), "sender");
  }

  private Verdict rcpt(AtRcpt context) {
    return listed(
        context.recipient() instanceof ForwardPath.Recipient(EnvelopeAddress address)
            && list.get().hasRecipient(address),
        "recipient");
  }

  private static Verdict listed(boolean is, String what) {
    return is ? new Verdict.Trusted(Trust.LISTED, what) : Verdict.ACCEPT;
  }
}
