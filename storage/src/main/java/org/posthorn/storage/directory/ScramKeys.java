package org.posthorn.storage.directory;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The keys of SCRAM (RFC 5802 §3), and their text `rounds,salt,StoredKey,ServerKey` in Base64.
///
/// @param rounds of PBKDF2
record ScramKeys(int rounds, byte[] salt, byte[] storedKey, byte[] serverKey) {
  /// More rounds than anybody uses; an imported value beyond would stop logins.
  private static final int MAX_ROUNDS = 10_000_000;

  static ScramKeys derive(ScramHash hash, String password, byte[] salt, int rounds) {
    try {
      byte[] salted =
          hi(hash, SaslPrep.prepare(password).getBytes(StandardCharsets.UTF_8), salt, rounds);
      byte[] clientKey = hmac(hash, salted).doFinal(bytes("Client Key"));
      byte[] storedKey = MessageDigest.getInstance(hash.digest()).digest(clientKey);
      return new ScramKeys(
          rounds, salt, storedKey, hmac(hash, salted).doFinal(bytes("Server Key")));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JDK has " + hash.digest(), missing);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static Mac hmac(ScramHash hash, byte[] key) throws GeneralSecurityException {
    String algorithm = "Hmac" + hash.digest().replace("-", "");
    Mac mac = Mac.getInstance(algorithm);
    // An empty password is an empty key, which the JCA refuses; HMAC pads keys with zeros anyway.
    mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
    return mac;
  }

  /// RFC 5802 §2.2 Hi().
  private static byte[] hi(ScramHash hash, byte[] password, byte[] salt, int rounds)
      throws GeneralSecurityException {
    Mac mac = hmac(hash, password);
    mac.update(salt);
    byte[] u = mac.doFinal(new byte[] {0, 0, 0, 1});
    byte[] result = u.clone();
    for (int i = 1; i < rounds; i++) {
      mac.update(u);
      mac.doFinal(u, 0);
      for (int j = 0; j < result.length; j++) {
        result[j] ^= u[j];
      }
    }
    return result;
  }

  String encode() {
    Base64.Encoder base64 = Base64.getEncoder();
    return rounds
        + ","
        + base64.encodeToString(salt)
        + ","
        + base64.encodeToString(storedKey)
        + ","
        + base64.encodeToString(serverKey);
  }

  /// @throws IllegalArgumentException where the text is no such keys
  static ScramKeys parse(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException("SCRAM keys have four parts");
    }
    Base64.Decoder base64 = Base64.getDecoder();
    ScramKeys keys =
        new ScramKeys(
            Integer.parseInt(parts[0]),
            base64.decode(parts[1]),
            base64.decode(parts[2]),
            base64.decode(parts[3]));
    if (keys.rounds < 1 || keys.rounds > MAX_ROUNDS || keys.storedKey.length < 20) {
      throw new IllegalArgumentException("SCRAM keys out of range");
    }
    return keys;
  }

  boolean verify(ScramHash hash, String password) {
    return MessageDigest.isEqual(storedKey, derive(hash, password, salt, rounds).storedKey);
  }
}
