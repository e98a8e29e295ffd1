package org.posthorn.smtp.outbound.route;

import java.util.Optional;
import org.posthorn.smtp.outbound.RecipientResult.Trouble;
import org.posthorn.smtp.outbound.client.TlsDemand;
import org.posthorn.smtp.outbound.client.TlsFailure;

/// Whether, and how, a host may be connected to.
sealed interface HostPolicy {
  /// With this security.
  record Connect(TlsDemand demand, PolicyBasis basis) implements HostPolicy {}

  /// Not at all.
  ///
  /// @param failure the word for it in TLS reports, where there is one
  record Skip(Trouble trouble, PolicyBasis basis, Optional<TlsFailure> failure)
      implements HostPolicy {}
}
