package org.posthorn.smtp.command;

/// What a message may consist of, as the client declares it (RFC 6152, RFC 3030 §3).
public enum BodyType {
  /// ASCII. Content with the eighth bit set is taken all the same, since it is stored as it is.
  SEVEN_BIT,
  /// Lines of octets.
  EIGHT_BIT_MIME,
  /// Any octets; comes by BDAT only.
  BINARY_MIME
}
