package org.posthorn.imap;

import java.util.Set;
import org.posthorn.protocol.limit.SessionLimits;

/// How the endpoint behaves. Immutable.
///
/// @param productName what greeting and ID call the server
/// @param beforeLogin limits of a connection before login
/// @param afterLogin limits of a connection after login
/// @param maxMessageSize the largest message that can be appended, in octets
/// @param maxLiteral the largest other literal after login, in octets
/// @param maxLiteralBeforeLogin the largest literal before login, in octets
/// @param maxBadCommands how many commands may be wrong before the connection is closed
/// @param allowPlaintextLogin whether passwords may be sent without TLS (RFC 3501 §6.2.3)
/// @param mechanisms SASL mechanisms that are offered where the connection allows them
public record ImapOptions(
    String productName,
    SessionLimits beforeLogin,
    SessionLimits afterLogin,
    long maxMessageSize,
    int maxLiteral,
    int maxLiteralBeforeLogin,
    int maxBadCommands,
    boolean allowPlaintextLogin,
    Set<String> mechanisms) {
  public ImapOptions {
    mechanisms = Set.copyOf(mechanisms);
  }
}
