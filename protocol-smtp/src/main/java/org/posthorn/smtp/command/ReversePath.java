package org.posthorn.smtp.command;

import java.util.Optional;

/// Where reports about a message go (RFC 5321 §2.3.4).
public sealed interface ReversePath {
  /// As it is written on the wire, without the angle brackets.
  String wire();

  /// The address, if there is one.
  default Optional<EnvelopeAddress> asAddress() {
    return switch (this) {
      case Null _ -> Optional.empty();
      case Sender(EnvelopeAddress address) -> Optional.of(address);
    };
  }

  /// `<>`: a report itself; nobody wants reports about it (RFC 5321 §4.5.5).
  record Null() implements ReversePath {
    @Override
    public String wire() {
      return "";
    }
  }

  /// An address.
  record Sender(EnvelopeAddress address) implements ReversePath {
    @Override
    public String wire() {
      return address.wire();
    }
  }
}
