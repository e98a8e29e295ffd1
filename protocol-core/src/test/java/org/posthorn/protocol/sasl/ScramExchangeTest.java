package org.posthorn.protocol.sasl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.storage.directory.ScramHash;
import org.posthorn.storage.model.Protocol;

/// SCRAM (RFC 5802, RFC 7677) against a client that computes by itself.
class ScramExchangeTest {
  private static final byte[] NO_BINDING = {};
  private static final byte[] END_POINT = {1, 2, 3, 4};
  private static final String ALICE = FakeDirectory.ALICE.login();

  private final ScramDecoy decoy = new ScramDecoy(new SecureRandom(), 4096);

  private ScramExchange exchange(Mechanism mechanism, boolean plusOffered) {
    return new ScramExchange(
        new ScramExchange.Setting(
            mechanism,
            new FakeDirectory(),
            Protocol.IMAP,
            new ChannelBindings(Map.of("tls-server-end-point", END_POINT)),
            plusOffered,
            decoy,
            new SecureRandom()));
  }

  private static SaslStep login(ScramExchange server, ScramClient client) {
    SaslStep step = server.respond(client.first());
    if (!(step instanceof SaslStep.Challenge(var first))) {
      return step;
    }
    step = server.respond(client.answer(first));
    if (!(step instanceof SaslStep.Challenge(var last))) {
      return step;
    }
    assertEquals(client.expectedVerifier(), new String(last, StandardCharsets.US_ASCII));
    return server.respond(new byte[0]);
  }

  private static SaslStep failure(AuthFailure reason) {
    return new SaslStep.Failure(reason);
  }

  @ParameterizedTest
  @EnumSource
  void theRightPasswordLogsIn(ScramHash hash) {
    Mechanism mechanism = Mechanism.named(hash.mechanism()).orElseThrow();
    assertEquals(
        new SaslStep.Success(FakeDirectory.ALICE),
        login(
            exchange(mechanism, false), new ScramClient(hash, ALICE, "pencil", "n,,", NO_BINDING)));
    assertEquals(
        new SaslStep.Success(FakeDirectory.ALICE),
        login(
            exchange(mechanism, false),
            new ScramClient(hash, ALICE, "pencil", "y,a=" + ALICE + ",", NO_BINDING)));
  }

  @Test
  void theWrongPasswordDoesNot() {
    assertEquals(
        failure(AuthFailure.BAD_CREDENTIALS),
        login(
            exchange(Mechanism.SCRAM_SHA_256, false),
            new ScramClient(ScramHash.SHA_256, ALICE, "pencil2", "n,,", NO_BINDING)));
  }

  @Test
  void channelBindingHasToFit() {
    String header = "p=tls-server-end-point,,";
    assertEquals(
        new SaslStep.Success(FakeDirectory.ALICE),
        login(
            exchange(Mechanism.SCRAM_SHA_256_PLUS, true),
            new ScramClient(ScramHash.SHA_256, ALICE, "pencil", header, END_POINT)));
    assertEquals(
        failure(AuthFailure.BAD_CREDENTIALS),
        login(
            exchange(Mechanism.SCRAM_SHA_256_PLUS, true),
            new ScramClient(ScramHash.SHA_256, ALICE, "pencil", header, new byte[] {1, 2, 3})));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SCRAM_SHA_256_PLUS | true  | n,,", // a -PLUS mechanism without binding
        "SCRAM_SHA_256_PLUS | true  | y,,",
        "SCRAM_SHA_256_PLUS | true  | p=tls-unique,,", // a type that is not known
        "SCRAM_SHA_256      | false | p=tls-server-end-point,,", // binding without -PLUS
        "SCRAM_SHA_256      | true  | y,,", // the list of mechanisms was tampered with
      })
  void bindingAndMechanismHaveToAgree(Mechanism mechanism, boolean plusOffered, String header) {
    assertEquals(
        failure(AuthFailure.BAD_CREDENTIALS),
        login(
            exchange(mechanism, plusOffered),
            new ScramClient(ScramHash.SHA_256, ALICE, "pencil", header, END_POINT)));
  }

  @Test
  void unknownNamesAreLedOnAndAlwaysGetTheSameSalt() {
    ScramClient client =
        new ScramClient(ScramHash.SHA_256, "nobody@example.test", "x", "n,,", NO_BINDING);
    assertEquals(salt(client), salt(client));
    assertFalse(
        salt(client)
            .equals(
                salt(
                    new ScramClient(
                        ScramHash.SHA_256, "other@example.test", "x", "n,,", NO_BINDING))));
    assertEquals(
        failure(AuthFailure.BAD_CREDENTIALS),
        login(exchange(Mechanism.SCRAM_SHA_256, false), client));
  }

  private String salt(ScramClient client) {
    SaslStep step = exchange(Mechanism.SCRAM_SHA_256, false).respond(client.first());
    byte[] challenge = assertInstanceOf(SaslStep.Challenge.class, step).data();
    return new String(challenge, StandardCharsets.US_ASCII).replaceFirst("r=[^,]*,", "");
  }

  @Test
  void nobodyActsForOthers() {
    assertEquals(
        failure(AuthFailure.NOT_ALLOWED),
        login(
            exchange(Mechanism.SCRAM_SHA_256, false),
            new ScramClient(
                ScramHash.SHA_256, ALICE, "pencil", "n,a=bob@example.test,", NO_BINDING)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "n",
        "n,",
        "n,,",
        "x,,n=a,r=b",
        "n,,m=ext,n=a,r=b",
        "n,,n=a=2,r=b",
        "n,,n=,r=b",
        "n,,n=a,r=",
        "n,,n=a",
        "n,b=c,n=a,r=b",
        "n,,r=b,n=a",
      })
  void malformedFirstMessagesAreRefused(String message) {
    assertEquals(
        failure(AuthFailure.MALFORMED),
        exchange(Mechanism.SCRAM_SHA_256, false)
            .respond(message.getBytes(StandardCharsets.US_ASCII)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "c=biws", "c=biws,r=x", "r=x,c=biws,p=AAAA", "c=!,r=x,p=AAAA"})
  void malformedFinalMessagesAreRefused(String message) {
    ScramExchange server = exchange(Mechanism.SCRAM_SHA_256, false);
    server.respond(new ScramClient(ScramHash.SHA_256, ALICE, "pencil", "n,,", NO_BINDING).first());
    assertEquals(
        failure(AuthFailure.MALFORMED),
        server.respond(message.getBytes(StandardCharsets.US_ASCII)));
    assertEquals(failure(AuthFailure.MALFORMED), server.respond(new byte[0]));
  }

  /// The example of RFC 7677 §3.
  @Test
  void computesTheExampleOfTheStandard() {
    ScramClient.Keys keys =
        ScramClient.keys(
            ScramHash.SHA_256,
            "pencil",
            Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="),
            4096);
    String nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    String authMessage =
        "n=user,r=rOprNGfwEbeRWgbNEkqO,r="
            + nonce
            + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r="
            + nonce;
    ScramMath math = new ScramMath(ScramHash.SHA_256);
    byte[] signature = math.hmac(keys.storedKey(), authMessage);
    assertArrayEquals(
        Base64.getDecoder().decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="),
        ScramMath.xor(keys.clientKey(), signature));
    assertArrayEquals(
        Base64.getDecoder().decode("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="),
        math.hmac(keys.serverKey(), authMessage));
    assertArrayEquals(keys.storedKey(), math.hash(keys.clientKey()));
  }
}
