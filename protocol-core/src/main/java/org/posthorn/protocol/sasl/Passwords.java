package org.posthorn.protocol.sasl;

import java.net.InetAddress;
import org.posthorn.storage.directory.AuthResult;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.model.Protocol;

/// Checks names with passwords for one connection.
///
/// @param directory knows them
/// @param protocol what the client wants to use
/// @param from the client
record Passwords(Directory directory, Protocol protocol, InetAddress from) {
  /// RFC 4616 §2 suggests 255; passphrases may be longer.
  private static final int MAX_LENGTH = 1024;

  SaslStep check(String login, String password) {
    if (login.isEmpty() || password.isEmpty()) {
      return SaslStep.failed(AuthFailure.BAD_CREDENTIALS);
    }
    if (login.length() > MAX_LENGTH || password.length() > MAX_LENGTH) {
      return SaslStep.failed(AuthFailure.BAD_CREDENTIALS);
    }
    return switch (directory.authenticate(login, password, protocol, from)) {
      case AuthResult.Success(var principal) -> new SaslStep.Success(principal);
      case AuthResult.BadCredentials() -> SaslStep.failed(AuthFailure.BAD_CREDENTIALS);
      case AuthResult.NotAllowed(var _) -> SaslStep.failed(AuthFailure.NOT_ALLOWED);
      case AuthResult.Unavailable(var _) -> SaslStep.failed(AuthFailure.UNAVAILABLE);
    };
  }
}
