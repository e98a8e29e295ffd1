package org.posthorn.smtp.command;

/// Where a message is to go (RFC 5321 §4.1.1.3).
public sealed interface ForwardPath {
  /// As it is written on the wire, without the angle brackets.
  String wire();

  /// `<Postmaster>` without a domain: the postmaster of this host (RFC 5321 §4.5.1).
  record Postmaster() implements ForwardPath {
    @Override
    public String wire() {
      return "postmaster";
    }
  }

  /// An address. A source route in front of it has been dropped (RFC 5321 appendix C).
  record Recipient(EnvelopeAddress address) implements ForwardPath {
    @Override
    public String wire() {
      return address.wire();
    }
  }
}
