package org.posthorn.protocol.sasl;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.posthorn.storage.directory.AuthResult;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.directory.Principal;
import org.posthorn.storage.directory.Resolution;
import org.posthorn.storage.directory.ScramCredential;
import org.posthorn.storage.directory.ScramHash;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.Protocol;

/// Knows `alice@example.test` with the password `pencil`, and `blocked@example.test` who may not
/// log in.
public final class FakeDirectory implements Directory {
  public static final Principal ALICE = new Principal(new AccountId(1), "alice@example.test");

  private static final byte[] SALT = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int ROUNDS = 4096;

  @Override
  public AuthResult authenticate(
      String login, String password, Protocol protocol, InetAddress from) {
    if (login.equals("blocked@example.test")) {
      return new AuthResult.NotAllowed("blocked");
    }
    if (login.equals("down@example.test")) {
      return new AuthResult.Unavailable("down");
    }
    return login.equals(ALICE.login()) && password.equals("pencil")
        ? new AuthResult.Success(ALICE)
        : new AuthResult.BadCredentials();
  }

  @Override
  public Optional<ScramCredential> scram(String login, ScramHash hash, Protocol protocol) {
    if (!login.equals(ALICE.login())) {
      return Optional.empty();
    }
    ScramClient.Keys keys = ScramClient.keys(hash, "pencil", SALT, ROUNDS);
    return Optional.of(
        new ScramCredential(ALICE, SALT, ROUNDS, keys.storedKey(), keys.serverKey()));
  }

  @Override
  public Resolution resolve(MailAddress address) {
    return new Resolution.NotLocal();
  }

  @Override
  public boolean isLocalDomain(String domain) {
    return false;
  }

  @Override
  public boolean maySendAs(AccountId account, MailAddress sender) {
    return false;
  }
}
