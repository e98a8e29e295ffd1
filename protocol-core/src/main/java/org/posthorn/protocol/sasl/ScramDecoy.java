package org.posthorn.protocol.sasl;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import org.posthorn.storage.directory.Principal;
import org.posthorn.storage.directory.ScramCredential;
import org.posthorn.storage.directory.ScramHash;
import org.posthorn.storage.model.AccountId;

/// Makes SCRAM keys for names that have none: looking real, always the same for a name, and of no
/// use. Thread-safe.
final class ScramDecoy {
  private static final int KEY_OCTETS = 32;
  private static final int SALT_OCTETS = 16;

  private final byte[] secret = new byte[KEY_OCTETS];
  private final int rounds;

  /// @param rounds what real credentials have, or the difference would tell
  ScramDecoy(SecureRandom random, int rounds) {
    random.nextBytes(secret);
    this.rounds = rounds;
  }

  ScramCredential keys(String login, ScramHash hash) {
    ScramMath math = new ScramMath(ScramHash.SHA_256);
    String name = hash + " " + login.toLowerCase(Locale.ROOT);
    byte[] salt = Arrays.copyOf(math.hmac(secret, "salt " + name), SALT_OCTETS);
    byte[] key = new ScramMath(hash).hmac(secret, "key " + name);
    return new ScramCredential(new Principal(new AccountId(0), ""), salt, rounds, key, key);
  }
}
