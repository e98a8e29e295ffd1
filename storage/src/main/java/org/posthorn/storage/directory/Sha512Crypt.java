package org.posthorn.storage.directory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Checks `$6$` hashes, the SHA-512 scheme of crypt(3). Only for hashes that other systems made.
final class Sha512Crypt {
  private static final String ALPHABET =
      "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int DEFAULT_ROUNDS = 5_000;
  private static final int MIN_ROUNDS = 1_000;
  private static final int MAX_ROUNDS = 10_000_000;
  private static final int MAX_SALT = 16;

  private final MessageDigest digest;
  private final byte[] key;
  private final byte[] salt;

  private Sha512Crypt(byte[] key, byte[] salt) {
    try {
      this.digest = MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-512", missing);
    }
    this.key = key;
    this.salt = salt;
  }

  /// The parts of a hash.
  private record Parts(int rounds, String salt, String hash) {}

  /// @throws IllegalArgumentException where the text is no such hash
  static void check(String text) {
    parse(text);
  }

  private static Parts parse(String text) {
    String[] fields = text.split("\\$", -1);
    int at = 2;
    int rounds = DEFAULT_ROUNDS;
    if (fields.length > 2 && fields[2].startsWith("rounds=")) {
      rounds = Integer.parseInt(fields[2].substring("rounds=".length()));
      at = 3;
    }
    if (fields.length != at + 2
        || !fields[1].equals("6")
        || fields[at + 1].length() != 86
        || rounds > MAX_ROUNDS) {
      throw new IllegalArgumentException("not a SHA-512 crypt hash");
    }
    String salt = fields[at].substring(0, Math.min(MAX_SALT, fields[at].length()));
    return new Parts(Math.max(rounds, MIN_ROUNDS), salt, fields[at + 1]);
  }

  static boolean verify(String text, byte[] password) {
    Parts parts = parse(text);
    byte[] salt = parts.salt.getBytes(StandardCharsets.UTF_8);
    String made = new Sha512Crypt(password, salt).hash(parts.rounds);
    return MessageDigest.isEqual(
        made.getBytes(StandardCharsets.US_ASCII), parts.hash.getBytes(StandardCharsets.US_ASCII));
  }

  private String hash(int rounds) {
    byte[] result = first();
    byte[] p = sequence(key, key.length);
    byte[] s = sequence(salt, 16 + (result[0] & 0xFF));
    for (int round = 0; round < rounds; round++) {
      digest.update((round & 1) != 0 ? p : result);
      if (round % 3 != 0) {
        digest.update(s);
      }
      if (round % 7 != 0) {
        digest.update(p);
      }
      digest.update((round & 1) != 0 ? result : p);
      result = digest.digest();
    }
    return encode(result);
  }

  private byte[] first() {
    digest.update(key);
    digest.update(salt);
    byte[] alternate = digest.digest(key);
    digest.update(key);
    digest.update(salt);
    digest.update(stretch(alternate, key.length));
    for (int bits = key.length; bits > 0; bits >>>= 1) {
      digest.update((bits & 1) != 0 ? alternate : key);
    }
    return digest.digest();
  }

  /// The digest of `times` repetitions of the input, stretched to the input's length.
  private byte[] sequence(byte[] input, int times) {
    for (int i = 0; i < times; i++) {
      digest.update(input);
    }
    return stretch(digest.digest(), input.length);
  }

  private static byte[] stretch(byte[] block, int length) {
    byte[] out = new byte[length];
    for (int at = 0; at < length; at += block.length) {
      System.arraycopy(block, 0, out, at, Math.min(block.length, length - at));
    }
    return out;
  }

  private static String encode(byte[] hash) {
    StringBuilder out = new StringBuilder(86);
    int a = 0;
    int b = 21;
    int c = 42;
    for (int i = 0; i < 21; i++) {
      append(out, ((hash[a] & 0xFF) << 16) | ((hash[b] & 0xFF) << 8) | (hash[c] & 0xFF), 4);
      int next = a;
      a = b + 1;
      b = c + 1;
      c = next + 1;
    }
    append(out, hash[63] & 0xFF, 2);
    return out.toString();
  }

  private static void append(StringBuilder out, int bits, int count) {
    int rest = bits;
    for (int i = 0; i < count; i++) {
      out.append(ALPHABET.charAt(rest & 0x3F));
      rest >>>= 6;
    }
  }
}
