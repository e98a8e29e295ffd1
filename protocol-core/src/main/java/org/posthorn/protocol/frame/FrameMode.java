package org.posthorn.protocol.frame;

/// How the next octets from a peer are to be read. The session chooses by what it asks for.
public enum FrameMode {
  /// A command line, or a part of one.
  LINE,
  /// A counted number of octets within a command (RFC 9051 §4.3).
  LITERAL,
  /// A message up to CRLF.CRLF (RFC 5321 §4.1.1.4).
  DATA,
  /// A counted number of octets of a message (RFC 3030 §2).
  BDAT,
  /// A line within an authentication exchange.
  SASL
}
