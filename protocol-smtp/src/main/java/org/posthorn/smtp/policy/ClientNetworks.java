package org.posthorn.smtp.policy;

import java.util.List;
import org.posthorn.config.value.IpNetwork;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.policy.SmtpPolicy.AtConnect;

/// Serves clients of some networks only: whoever comes from elsewhere is turned away before the
/// greeting.
///
/// @param networks where clients may come from
public record ClientNetworks(List<IpNetwork> networks) implements Check<AtConnect> {
  public ClientNetworks {
    networks = List.copyOf(networks);
  }

  @Override
  public Verdict check(AtConnect context) {
    return networks.stream().anyMatch(one -> one.contains(context.client().address()))
        ? Verdict.ACCEPT
        : new Verdict.Reject(Replies.NOT_FOR_YOU);
  }
}
