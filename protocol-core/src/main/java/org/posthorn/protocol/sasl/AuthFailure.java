package org.posthorn.protocol.sasl;

/// Why somebody is not logged in.
public enum AuthFailure {
  /// Wrong name or password, or a proof that does not fit (`535 5.7.8`, `NO
  /// [AUTHENTICATIONFAILED]`, `-ERR [AUTH]`).
  BAD_CREDENTIALS,
  /// The account or the credential may not be used for this (`535 5.7.8`, `NO
  /// [AUTHORIZATIONFAILED]`, `-ERR [AUTH]`).
  NOT_ALLOWED,
  /// The directory cannot answer now (`454 4.7.0`, `NO [UNAVAILABLE]`, `-ERR [SYS/TEMP]`).
  UNAVAILABLE,
  /// Too many failures from this address; not even tried (`454 4.7.0`, `NO [UNAVAILABLE]`, `-ERR
  /// [SYS/TEMP]`).
  TOO_MANY_FAILURES,
  /// What the client sent is not what the mechanism asks for (`501 5.5.2`, `BAD`, `-ERR`).
  MALFORMED,
  /// The client gave up with `*` (`501 5.7.0`, `BAD`, `-ERR`).
  CANCELLED,
  /// Not a mechanism that is offered (`504 5.5.4`, `NO`, `-ERR`).
  UNKNOWN_MECHANISM,
  /// Passwords are taken inside TLS only (`538 5.7.11`, `NO [PRIVACYREQUIRED]`, `-ERR`).
  NEEDS_TLS
}
