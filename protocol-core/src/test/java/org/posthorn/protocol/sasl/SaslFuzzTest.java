package org.posthorn.protocol.sasl;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.storage.model.Protocol;

/// Fuzz target: whatever a client answers, a login goes on or fails; nobody gets in by noise.
class SaslFuzzTest {
  private static final byte FULL_STOP = 0x1e;

  private final ScramDecoy decoy = new ScramDecoy(new SecureRandom(), 4096);

  /// Responses are parted by an octet that stands in none of them.
  static Stream<byte[]> seeds() {
    return Stream.of(
            "\0alice\0x",
            "a\0b\0c\u001e",
            "n,,n=alice,r=fyko\u001ec=biws,r=fyko,p=AAAA\u001e",
            "p=tls-server-end-point,a=x,n==2C=3D,r=a\u001ec=cA==,r=a,p==",
            "y,,m=x,n=a,r=b\u001e,p=")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void goesOnOrFails(byte[] responses) {
    Passwords passwords =
        new Passwords(new FakeDirectory(), Protocol.IMAP, InetAddress.getLoopbackAddress());
    run(new PlainExchange(passwords), responses);
    run(new LoginExchange(passwords), responses);
    run(scram(Mechanism.SCRAM_SHA_256), responses);
    run(scram(Mechanism.SCRAM_SHA_256_PLUS), responses);
  }

  private SaslExchange scram(Mechanism mechanism) {
    return new ScramExchange(
        new ScramExchange.Setting(
            mechanism,
            new FakeDirectory(),
            Protocol.IMAP,
            new ChannelBindings(Map.of("tls-server-end-point", new byte[] {1, 2})),
            true,
            decoy,
            new SecureRandom()));
  }

  private static void run(SaslExchange exchange, byte[] responses) {
    int from = 0;
    for (int i = 0; i <= responses.length; i++) {
      if (i == responses.length || responses[i] == FULL_STOP) {
        SaslStep step = exchange.respond(Arrays.copyOfRange(responses, from, i));
        assertNotNull(exchange.login());
        assertFalse(step instanceof SaslStep.Success);
        if (step instanceof SaslStep.Failure) {
          return;
        }
        from = i + 1;
      }
    }
  }
}
