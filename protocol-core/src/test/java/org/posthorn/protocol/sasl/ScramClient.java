package org.posthorn.protocol.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.posthorn.storage.directory.ScramHash;

/// The client's side of SCRAM, computed with the JDK alone and independently of the server's code.
public final class ScramClient {
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Keys(byte[] clientKey, byte[] storedKey, byte[] serverKey) {}

  private final ScramHash hash;
  private final String login;
  private final String password;
  private final String header;
  private final byte[] binding;
  private final String nonce = "rOprNGfwEbeRWgbNEkqO";
  private String authMessage = "";
  private byte[] serverKey = {};

  public ScramClient(ScramHash hash, String login, String password, String header, byte[] binding) {
    this.hash = hash;
    this.login = login;
    this.password = password;
    this.header = header;
    this.binding = binding;
  }

  /// The first message.
  public byte[] first() {
    return utf8(header + bare());
  }

  private String bare() {
    return "n=" + login.replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
  }

  /// The proof for a challenge.
  public byte[] answer(byte[] challenge) {
    String serverFirst = new String(challenge, StandardCharsets.UTF_8);
    String[] parts = serverFirst.split(",");
    byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
    int rounds = Integer.parseInt(parts[2].substring(2));
    Keys keys = keys(hash, password, salt, rounds);
    serverKey = keys.serverKey();
    byte[] channel = new byte[utf8(header).length + binding.length];
    System.arraycopy(utf8(header), 0, channel, 0, utf8(header).length);
    System.arraycopy(binding, 0, channel, utf8(header).length, binding.length);
    String withoutProof = "c=" + Base64.getEncoder().encodeToString(channel) + "," + parts[0];
    authMessage = bare() + "," + serverFirst + "," + withoutProof;
    byte[] proof = mac(hash, keys.storedKey(), authMessage);
    for (int i = 0; i < proof.length; i++) {
      proof[i] ^= keys.clientKey()[i];
    }
    return utf8(withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof));
  }

  /// What the server must answer to the proof.
  public String expectedVerifier() {
    return "v=" + Base64.getEncoder().encodeToString(mac(hash, serverKey, authMessage));
  }

  static Keys keys(ScramHash hash, String password, byte[] salt, int rounds) {
    try {
      String suffix = hash.digest().replace("-", "");
      int bits = hash == ScramHash.SHA_1 ? 160 : 256;
      byte[] salted =
          SecretKeyFactory.getInstance("PBKDF2WithHmac" + suffix)
              .generateSecret(new PBEKeySpec(password.toCharArray(), salt, rounds, bits))
              .getEncoded();
      byte[] clientKey = mac(hash, salted, "Client Key");
      return new Keys(
          clientKey,
          MessageDigest.getInstance(hash.digest()).digest(clientKey),
          mac(hash, salted, "Server Key"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] mac(ScramHash hash, byte[] key, String text) {
    try {
      String algorithm = "Hmac" + hash.digest().replace("-", "");
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac.doFinal(utf8(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
