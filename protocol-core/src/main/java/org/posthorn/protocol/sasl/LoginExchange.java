package org.posthorn.protocol.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.posthorn.storage.directory.SaslPrep;

/// LOGIN, as clients have always done it: the server asks for the name, then for the password. A
/// name that comes with the command, as an initial response, is taken too.
final class LoginExchange implements SaslExchange {
  private final Passwords passwords;
  private Optional<String> name = Optional.empty();

  LoginExchange(Passwords passwords) {
    this.passwords = passwords;
  }

  @Override
  public Optional<byte[]> firstChallenge() {
    return Optional.of("Username:".getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String login() {
    return name.orElse("");
  }

  @Override
  public SaslStep respond(byte[] response) {
    Optional<String> text = SaslText.utf8(response);
    if (text.isEmpty()) {
      return SaslStep.failed(AuthFailure.MALFORMED);
    }
    if (name.isEmpty()) {
      name = Optional.of(SaslPrep.query(text.get()).orElse(""));
      return new SaslStep.Challenge("Password:".getBytes(StandardCharsets.US_ASCII));
    }
    return passwords.check(name.get(), text.get());
  }
}
