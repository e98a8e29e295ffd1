package org.posthorn.smtp.outbound.queue;

import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.HostPart;
import org.posthorn.storage.model.MailAddress;

/// Addresses of the directory as they stand in envelopes.
final class Addresses {
  private Addresses() {}

  static EnvelopeAddress of(MailAddress address) {
    return new EnvelopeAddress(address.local(), new HostPart.Domain(address.domain()));
  }
}
