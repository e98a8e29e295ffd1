package org.posthorn.smtp.outbound.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.posthorn.smtp.outbound.client.ClientException.Kind;

/// The client's side of SCRAM-SHA-256 without channel binding (RFC 5802, RFC 7677).
final class ScramDialogue {
  private static final String HEADER = "n,,";
  private static final int MIN_ROUNDS = 4_096;
  private static final int MAX_ROUNDS = 1_000_000;
  private static final int NONCE_OCTETS = 18;
  private static final int BITS = 256;

  private final Login login;
  private final String nonce;
  private byte[] expected = {};

  ScramDialogue(Login login) {
    this.login = login;
    byte[] random = new byte[NONCE_OCTETS];
    new SecureRandom().nextBytes(random);
    this.nonce = Base64.getEncoder().encodeToString(random);
  }

  String first() {
    return HEADER + bare();
  }

  private String bare() {
    return "n=" + login.user().replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
  }

  /// The message with our proof.
  String answer(String challenge) throws ClientException {
    String[] fields = challenge.split(",");
    if (fields.length < 3
        || !fields[0].startsWith("r=" + nonce)
        || !fields[1].startsWith("s=")
        || !fields[2].matches("i=[1-9][0-9]{0,8}")) {
      throw ClientException.of(Kind.BABBLE, "a challenge that is none of SCRAM");
    }
    int rounds = Integer.parseInt(fields[2].substring(2));
    if (rounds < MIN_ROUNDS || rounds > MAX_ROUNDS) {
      throw ClientException.of(Kind.LOGIN, rounds + " rounds of SCRAM are too few or too many");
    }
    try {
      byte[] salted = salted(Base64.getDecoder().decode(fields[1].substring(2)), rounds);
      byte[] clientKey = mac(salted, "Client Key");
      String without =
          "c="
              + Base64.getEncoder().encodeToString(HEADER.getBytes(StandardCharsets.US_ASCII))
              + ","
              + fields[0];
      String all = bare() + "," + challenge + "," + without;
      byte[] proof = mac(MessageDigest.getInstance("SHA-256").digest(clientKey), all);
      for (int i = 0; i < proof.length; i++) {
        proof[i] ^= clientKey[i];
      }
      expected = mac(mac(salted, "Server Key"), all);
      return without + ",p=" + Base64.getEncoder().encodeToString(proof);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw ClientException.of(Kind.BABBLE, "a challenge that is none of SCRAM: " + e.getMessage());
    }
  }

  /// Makes sure that the server knows the password too (RFC 5802 §5).
  void requireProof(String verdict) throws ClientException {
    byte[] shown = {};
    if (verdict.startsWith("v=")) {
      try {
        shown = Base64.getDecoder().decode(verdict.substring(2));
      } catch (IllegalArgumentException _) {
        // Then it is no proof.
      }
    }
    if (expected.length == 0 || !MessageDigest.isEqual(shown, expected)) {
      throw ClientException.of(Kind.LOGIN, "the server does not show that it knows the password");
    }
  }

  private byte[] salted(byte[] salt, int rounds) throws GeneralSecurityException {
    String password = Normalizer.normalize(login.password().reveal(), Normalizer.Form.NFKC);
    return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
        .generateSecret(new PBEKeySpec(password.toCharArray(), salt, rounds, BITS))
        .getEncoded();
  }

  private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }
}
