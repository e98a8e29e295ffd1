package org.posthorn.smtp.outbound.route;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.posthorn.smtp.outbound.client.TlsFailure;
import org.posthorn.smtp.outbound.client.TlsResult;

/// What came of trying one address of one host, for logs, metrics and TLS reports. Immutable.
///
/// @param messageId the message
/// @param destination where it goes
/// @param host the server
/// @param address its address; empty where it came to no connection at all
/// @param basis why TLS had to be as it had to be
/// @param tls what it was; empty where there was no connection
/// @param tlsFailure what was wrong with TLS; empty where nothing was, or only the connection
/// @param reused whether the connection had served another message
/// @param outcome what came of it
/// @param detail one line for people; empty where everything went well
/// @param took how long it took
public record Attempt(
    String messageId,
    String destination,
    String host,
    Optional<InetAddress> address,
    PolicyBasis basis,
    Optional<TlsResult> tls,
    Optional<TlsFailure> tlsFailure,
    boolean reused,
    Outcome outcome,
    String detail,
    Duration took) {
  /// What came of an attempt, the best for any of its recipients.
  public enum Outcome {
    /// At least one recipient's message was taken.
    DELIVERED,
    /// The server refused for now.
    DEFERRED,
    /// The server refused for good.
    REFUSED,
    /// The server cannot take such a message.
    UNFIT,
    /// There was no connection, or it broke.
    UNREACHABLE,
    /// There was not the TLS that had to be.
    INSECURE,
    /// The connection broke when the message may have been taken already.
    UNSURE
  }
}
