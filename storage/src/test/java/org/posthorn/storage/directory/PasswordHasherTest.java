package org.posthorn.storage.directory;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.CredentialRow;

class PasswordHasherTest {
  private final PasswordHasher hasher =
      new PasswordHasher(
          new AuthenticationOptions(64, 1, 1, 10_000, true, 1, 10, Duration.ofMinutes(1)));

  @Test
  void newHashesFitTheirPasswordAlone() {
    List<NewCredential> all = hasher.hash("pässword");
    assertEquals(
        List.of(
            CredentialRow.Kind.PASSWORD,
            CredentialRow.Kind.SCRAM_SHA_256,
            CredentialRow.Kind.SCRAM_SHA_1),
        all.stream().map(NewCredential::kind).toList());
    for (NewCredential credential : all) {
      assertTrue(hasher.verify(credential.secret(), "pässword"));
      // The same letters, decomposed: RFC 4013 makes them one.
      assertTrue(hasher.verify(credential.secret(), "pa\u0308ssword"));
      assertFalse(hasher.verify(credential.secret(), "password"));
      assertFalse(hasher.verify(credential.secret(), ""));
    }
  }

  /// Values made with other programs: argon2(1), crypt(3) test vectors, htpasswd, and RFC 7677 §3.
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "password"
            + " {ARGON2ID}$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$"
            + "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "Hello_world! {SHA512-CRYPT}$6$saltstring$unfit",
        "pencil"
            + " {SCRAM-SHA-256}4096,W22ZaJ0SNY7soEsUEjb6gQ==,"
            + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=,"
            + "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="
      })
  void hashesOfOtherSystemsAreChecked(String password, String hash) {
    boolean fits = !hash.endsWith("unfit");
    assertEquals(fits, hasher.verify(hash, password));
    assertFalse(hasher.verify(hash, "wrong"));
  }

  @Test
  void sha512CryptOfDreppersSpecification() {
    assertTrue(
        hasher.verify(
            "{SHA512-CRYPT}$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJu"
                + "esI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
            "Hello world!"));
    assertTrue(
        hasher.verify(
            "{SHA512-CRYPT}$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sb"
                + "HbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.",
            "Hello world!"));
  }

  @Test
  void saltedSha512AndBcrypt() {
    String ssha =
        "{SSHA512}"
            + Base64.getEncoder()
                .encodeToString(
                    saltedSha512("secret".getBytes(US_ASCII), "12345678".getBytes(US_ASCII)));
    assertEquals(ssha, hasher.importHash(ssha).getFirst().secret());
    assertTrue(hasher.verify(ssha, "secret"));
    assertFalse(hasher.verify(ssha, "Secret"));
    // From the test vectors of the bcrypt paper's reference implementation.
    String bcrypt = "{BCRYPT}$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
    hasher.importHash(bcrypt);
    assertTrue(hasher.verify(bcrypt, "U*U"));
    assertFalse(hasher.verify(bcrypt, "U*V"));
  }

  private static byte[] saltedSha512(byte[] password, byte[] salt) {
    try {
      java.security.MessageDigest digest = java.security.MessageDigest.getInstance("SHA-512");
      digest.update(password);
      byte[] hash = digest.digest(salt);
      byte[] both = java.util.Arrays.copyOf(hash, hash.length + salt.length);
      System.arraycopy(salt, 0, both, hash.length, salt.length);
      return both;
    } catch (java.security.NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret",
        "{PLAIN}secret",
        "{ARGON2ID}$argon2id$v=19$m=999999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAp",
        "{BCRYPT}$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "{SHA512-CRYPT}$6$rounds=999999999$saltstring$svn8",
        "{SSHA512}c2hvcnQ=",
        "{SCRAM-SHA-256}x,y,z,a",
        "{SCRAM-SHA-256}"
      })
  void badHashesAreRefused(String hash) {
    assertThrows(StorageException.class, () -> hasher.importHash(hash));
    assertFalse(hasher.verify(hash, "secret"));
  }
}
