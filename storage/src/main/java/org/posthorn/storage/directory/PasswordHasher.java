package org.posthorn.storage.directory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.CredentialRow;

/// Makes and checks hashes of passwords. New ones are Argon2id (RFC 9106) and SCRAM keys; older
/// schemes are only checked, for accounts that come from other systems. Thread-safe; methods take
/// the processor for tens of milliseconds and the memory that the options say.
final class PasswordHasher {
  private static final int SALT = 16;
  private static final int HASH = 32;

  /// An imported hash that asks for more would let one login stop all others.
  private static final int MAX_MEMORY_KIB = 1 << 20;

  private static final int MAX_ITERATIONS = 64;

  private final AuthenticationOptions options;
  private final SecureRandom random = new SecureRandom();

  PasswordHasher(AuthenticationOptions options) {
    this.options = options;
  }

  /// A scheme and its value.
  private record Secret(String scheme, String value) {
    static Secret parse(String text) {
      int end = text.indexOf('}');
      if (!text.startsWith("{") || end < 0) {
        throw new IllegalArgumentException("a hash begins with its scheme in braces");
      }
      return new Secret(text.substring(1, end).toUpperCase(Locale.ROOT), text.substring(end + 1));
    }
  }

  /// All credentials of a new password.
  List<NewCredential> hash(String password) {
    List<NewCredential> all = new ArrayList<>();
    all.add(new NewCredential(CredentialRow.Kind.PASSWORD, argon2id(SaslPrep.prepare(password))));
    all.add(scram(ScramHash.SHA_256, CredentialRow.Kind.SCRAM_SHA_256, password));
    if (options.scramSha1()) {
      all.add(scram(ScramHash.SHA_1, CredentialRow.Kind.SCRAM_SHA_1, password));
    }
    return all;
  }

  private NewCredential scram(ScramHash hash, CredentialRow.Kind kind, String password) {
    ScramKeys keys = ScramKeys.derive(hash, password, salt(), options.scramRounds());
    return new NewCredential(kind, "{" + hash.mechanism() + "}" + keys.encode());
  }

  private byte[] salt() {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    return salt;
  }

  private String argon2id(String password) {
    Argon2 argon2 =
        new Argon2(
            options.argon2MemoryKib(),
            options.argon2Iterations(),
            options.argon2Parallelism(),
            salt(),
            new byte[HASH]);
    byte[] hash = argon2.hash(password.getBytes(StandardCharsets.UTF_8));
    return "{ARGON2ID}" + argon2.withHash(hash).encode();
  }

  /// A hash as costly as all others that no password fits.
  String decoy() {
    Argon2 argon2 =
        new Argon2(
            options.argon2MemoryKib(),
            options.argon2Iterations(),
            options.argon2Parallelism(),
            salt(),
            new byte[HASH]);
    byte[] never = new byte[HASH];
    random.nextBytes(never);
    return "{ARGON2ID}" + argon2.withHash(never).encode();
  }

  /// A hash in the PHC notation `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
  private record Argon2(int memory, int iterations, int parallelism, byte[] salt, byte[] hash) {
    static Argon2 parse(String text) {
      String[] fields = text.split("\\$", -1);
      if (fields.length != 6 || !fields[1].equals("argon2id") || !fields[2].equals("v=19")) {
        throw new IllegalArgumentException("not an Argon2id hash of version 19");
      }
      int memory = 0;
      int iterations = 0;
      int parallelism = 0;
      for (String parameter : fields[3].split(",", -1)) {
        int value = Integer.parseInt(parameter.substring(2));
        switch (parameter.charAt(0)) {
          case 'm' -> memory = value;
          case 't' -> iterations = value;
          case 'p' -> parallelism = value;
          default -> throw new IllegalArgumentException("unknown parameter of Argon2id");
        }
      }
      Base64.Decoder base64 = Base64.getDecoder();
      Argon2 argon2 =
          new Argon2(
              memory, iterations, parallelism, base64.decode(fields[4]), base64.decode(fields[5]));
      argon2.checkRange();
      return argon2;
    }

    private void checkRange() {
      if (parallelism < 1
          || parallelism > 64
          || memory < 8 * parallelism
          || memory > MAX_MEMORY_KIB
          || iterations < 1
          || iterations > MAX_ITERATIONS
          || salt.length < 8
          || hash.length < 12
          || hash.length > 128) {
        throw new IllegalArgumentException("parameters of Argon2id out of range");
      }
    }

    byte[] hash(byte[] password) {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(memory)
              .withIterations(iterations)
              .withParallelism(parallelism)
              .withSalt(salt)
              .build());
      byte[] out = new byte[hash.length];
      generator.generateBytes(password, out);
      return out;
    }

    Argon2 withHash(byte[] value) {
      return new Argon2(memory, iterations, parallelism, salt, value);
    }

    String encode() {
      Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
      return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
          .formatted(
              memory,
              iterations,
              parallelism,
              base64.encodeToString(salt),
              base64.encodeToString(hash));
    }
  }

  /// Whether the password is the one that was hashed. A hash that cannot be read fits no password.
  boolean verify(String secret, String password) {
    String prepared = SaslPrep.prepare(password);
    return verifyBytes(secret, password)
        || (!prepared.equals(password) && verifyBytes(secret, prepared));
  }

  private static boolean verifyBytes(String text, String password) {
    try {
      Secret secret = Secret.parse(text);
      byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
      return switch (secret.scheme) {
        case "ARGON2ID" -> {
          Argon2 argon2 = Argon2.parse(secret.value);
          yield MessageDigest.isEqual(argon2.hash, argon2.hash(bytes));
        }
        case "BCRYPT", "BLF-CRYPT" -> {
          checkBcrypt(secret.value);
          yield OpenBSDBCrypt.checkPassword(secret.value, bytes);
        }
        case "SHA512-CRYPT" -> Sha512Crypt.verify(secret.value, bytes);
        case "SSHA512" -> verifySalted(secret.value, bytes);
        case "SCRAM-SHA-256" -> ScramKeys.parse(secret.value).verify(ScramHash.SHA_256, password);
        case "SCRAM-SHA-1" -> ScramKeys.parse(secret.value).verify(ScramHash.SHA_1, password);
        default -> false;
      };
    } catch (RuntimeException _) {
      return false;
    }
  }

  /// Base64 of the SHA-512 of password and salt, then the salt.
  private static boolean verifySalted(String value, byte[] password) {
    byte[] both = Base64.getDecoder().decode(value);
    try {
      MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
      sha512.update(password);
      sha512.update(both, 64, both.length - 64);
      return MessageDigest.isEqual(Arrays.copyOf(both, 64), sha512.digest());
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-512", missing);
    }
  }

  /// Takes a hash that another system made.
  ///
  /// @throws StorageException `Invalid`
  List<NewCredential> importHash(String text) {
    try {
      Secret secret = Secret.parse(text.strip());
      CredentialRow.Kind kind = CredentialRow.Kind.PASSWORD;
      switch (secret.scheme) {
        case "ARGON2ID" -> Argon2.parse(secret.value);
        case "BCRYPT", "BLF-CRYPT" -> checkBcrypt(secret.value);
        case "SHA512-CRYPT" -> Sha512Crypt.check(secret.value);
        case "SSHA512" -> checkSalted(secret.value);
        case "SCRAM-SHA-256" -> {
          ScramKeys.parse(secret.value);
          kind = CredentialRow.Kind.SCRAM_SHA_256;
        }
        default ->
            throw new IllegalArgumentException("the scheme " + secret.scheme + " is not known");
      }
      return List.of(new NewCredential(kind, "{" + secret.scheme + "}" + secret.value));
    } catch (IllegalArgumentException | IndexOutOfBoundsException bad) {
      throw new StorageException(
          new StorageError.Invalid("not a password hash: " + bad.getMessage()), bad);
    }
  }

  private static void checkBcrypt(String value) {
    if (!value.matches("\\$2[aby]\\$(0[4-9]|1[0-9])\\$[./A-Za-z0-9]{53}")) {
      throw new IllegalArgumentException("not a bcrypt hash of cost 4 to 19");
    }
  }

  private static void checkSalted(String value) {
    if (Base64.getDecoder().decode(value).length < 64 + 4) {
      throw new IllegalArgumentException("SSHA512 needs 64 bytes and a salt");
    }
  }
}
