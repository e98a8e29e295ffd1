package org.posthorn.smtp.outbound.client;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// How this host behaves as a client. Immutable.
///
/// @param helo the name in EHLO
/// @param timeouts how long peers may take
/// @param sources addresses to connect from; the first of the same family as the peer's is taken,
///     where there is none the system chooses
/// @param chunking whether messages are sent by BDAT where the peer can (RFC 3030)
/// @param eightBit what becomes of a message with 8-bit octets whose next host cannot take them
/// @param maxRecipients the most recipients in one transaction
public record ClientSettings(
    String helo,
    ClientTimeouts timeouts,
    List<InetAddress> sources,
    boolean chunking,
    EightBit eightBit,
    int maxRecipients) {
  public ClientSettings {
    sources = List.copyOf(sources);
  }

  /// What becomes of 8-bit content where it cannot be sent (RFC 6152 §3).
  public enum EightBit {
    /// It is encoded, which breaks signatures.
    CONVERT,
    /// It goes back.
    REFUSE
  }

  /// The address to connect from.
  Optional<InetAddress> sourceFor(InetAddress peer) {
    boolean four = peer instanceof Inet4Address;
    return sources.stream().filter(source -> source instanceof Inet4Address == four).findFirst();
  }
}
