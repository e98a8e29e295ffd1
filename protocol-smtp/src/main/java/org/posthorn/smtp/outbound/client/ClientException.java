package org.posthorn.smtp.outbound.client;

import java.io.IOException;
import java.util.Optional;

/// A connection that cannot be had, or cannot be used any longer.
public final class ClientException extends IOException {
  private static final long serialVersionUID = 1;

  /// What went wrong.
  public enum Kind {
    /// Nobody answers at the address.
    UNREACHABLE,
    /// The peer closed the connection, or the network did.
    CLOSED,
    /// The peer took longer than it may.
    TIMEOUT,
    /// What the peer said is no SMTP, or does not belong here.
    BABBLE,
    /// The peer does not want us: its greeting, its answer to EHLO, or 421.
    REFUSED,
    /// The security that is demanded cannot be had.
    TLS,
    /// The peer does not take our login.
    LOGIN
  }

  private final Kind kind;
  private final transient Optional<PeerReply> reply;
  private final transient Optional<TlsFailure> tlsFailure;

  private ClientException(
      Kind kind, String message, Optional<PeerReply> reply, Optional<TlsFailure> tlsFailure) {
    super(message);
    this.kind = kind;
    this.reply = reply;
    this.tlsFailure = tlsFailure;
  }

  static ClientException of(Kind kind, String message) {
    return new ClientException(kind, message, Optional.empty(), Optional.empty());
  }

  static ClientException said(Kind kind, String message, PeerReply reply) {
    return new ClientException(kind, message, Optional.of(reply), Optional.empty());
  }

  static ClientException tls(TlsFailure failure, String message) {
    return new ClientException(Kind.TLS, message, Optional.empty(), Optional.of(failure));
  }

  static ClientException tls(TlsFailure failure, String message, PeerReply reply) {
    return new ClientException(Kind.TLS, message, Optional.of(reply), Optional.of(failure));
  }

  /// What went wrong.
  public Kind kind() {
    return kind;
  }

  /// What the peer said to it.
  public Optional<PeerReply> reply() {
    return reply;
  }

  /// Why there is no TLS, where that is what went wrong.
  public Optional<TlsFailure> tlsFailure() {
    return tlsFailure;
  }

  /// The message; never null.
  public String reason() {
    String message = getMessage();
    return message == null ? kind.name() : message;
  }
}
