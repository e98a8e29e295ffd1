package org.posthorn.protocol.sasl;

import java.util.Optional;
import org.posthorn.storage.directory.SaslPrep;

/// PLAIN (RFC 4616): authorization identity, NUL, name, NUL, password.
final class PlainExchange implements SaslExchange {
  private final Passwords passwords;
  private String login = "";

  PlainExchange(Passwords passwords) {
    this.passwords = passwords;
  }

  @Override
  public Optional<byte[]> firstChallenge() {
    return Optional.empty();
  }

  @Override
  public String login() {
    return login;
  }

  @Override
  public SaslStep respond(byte[] response) {
    Optional<String> message = SaslText.utf8(response);
    if (message.isEmpty()) {
      return SaslStep.failed(AuthFailure.MALFORMED);
    }
    String[] parts = message.get().split("\0", -1);
    if (parts.length != 3) {
      return SaslStep.failed(AuthFailure.MALFORMED);
    }
    Optional<String> name = SaslPrep.query(parts[1]);
    if (name.isEmpty()) {
      return SaslStep.failed(AuthFailure.BAD_CREDENTIALS);
    }
    login = name.get();
    if (!parts[0].isEmpty() && !SaslPrep.query(parts[0]).orElse("").equalsIgnoreCase(login)) {
      return SaslStep.failed(AuthFailure.NOT_ALLOWED); // RFC 4616 §2: no rights to act as others
    }
    return passwords.check(login, parts[2]);
  }
}
