package org.posthorn.auth.body;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// RFC 6376 §3.4: hashes do not depend on the pieces that a message comes in, and are those of the
/// standard.
class MessageHasherTest {
  private static final BodyHashSpec SIMPLE = BodyHashSpec.whole(BodyCanonicalization.SIMPLE);
  private static final BodyHashSpec RELAXED = BodyHashSpec.whole(BodyCanonicalization.RELAXED);
  private static final BodyHashSpec SHORT =
      new BodyHashSpec(BodyCanonicalization.RELAXED, OptionalLong.of(7));

  /// Texts made of what means something here.
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("\r\n", "\r\n", "\r", "\n", " ", "\t", "a", "From: x", ":", "é")
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }

  private static HashedMessage hash(byte[] bytes, List<Integer> lengths) {
    MessageHasher hasher = MessageHasher.of(SIMPLE, RELAXED, SHORT);
    int at = 0;
    for (int length : lengths) {
      int taken = Math.min(length, bytes.length - at);
      hasher.write(bytes, at, taken);
      at += taken;
    }
    hasher.write(bytes, at, bytes.length - at);
    return hasher.finish();
  }

  @Property
  void piecesDoNotMatter(
      @ForAll("texts") String text,
      @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 9) Integer> lengths) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    HashedMessage whole = hash(bytes, List.of());
    HashedMessage pieces = hash(bytes, lengths);
    for (BodyHashSpec spec : List.of(SIMPLE, RELAXED, SHORT)) {
      assertArrayEquals(
          whole.body(spec).orElseThrow().digest(), pieces.body(spec).orElseThrow().digest());
      assertEquals(whole.body(spec).orElseThrow().size(), pieces.body(spec).orElseThrow().size());
    }
    assertEquals(whole.header().size(), pieces.header().size());
    assertEquals(whole.header().fields().toString(), pieces.header().fields().toString());
  }

  @Property
  void emptyLinesAtTheEndDoNotMatter(@ForAll("texts") String text) {
    String message = "A: b\r\n\r\n" + text.stripTrailing();
    HashedMessage one = hash((message + "\r\n").getBytes(StandardCharsets.UTF_8), List.of());
    HashedMessage three =
        hash((message + "\r\n\r\n\r\n").getBytes(StandardCharsets.UTF_8), List.of());
    for (BodyHashSpec spec : List.of(SIMPLE, RELAXED)) {
      assertArrayEquals(
          one.body(spec).orElseThrow().digest(), three.body(spec).orElseThrow().digest());
    }
  }

  @Example
  void emptyBodies() {
    for (String end : List.of("", "\r\n", "\r\n\r\n\r\n")) {
      HashedMessage hashed = hash(("A: b\r\n" + end).getBytes(StandardCharsets.UTF_8), List.of());
      // RFC 6376 §3.4.3 and §3.4.4 give them.
      assertEquals("frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=", base64(hashed, SIMPLE), end);
      assertEquals("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", base64(hashed, RELAXED), end);
    }
  }

  @Example
  void longLinesAndLongRuns() {
    String body = "x".repeat(10_000) + " ".repeat(10_000) + "\r\n".repeat(10_000) + "y";
    byte[] whole = ("A: b\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8);
    byte[] relaxed =
        ("A: b\r\n\r\n" + "x".repeat(10_000) + "\r\n".repeat(10_000) + "y\r\n")
            .getBytes(StandardCharsets.UTF_8);
    HashedMessage hashed = hash(whole, List.of(1, 4095, 4096, 4097));
    assertEquals(base64(hash(relaxed, List.of()), SIMPLE), base64(hashed, RELAXED));
    assertEquals(body.length() + 2, hashed.body(SIMPLE).orElseThrow().size());
  }

  private static String base64(HashedMessage message, BodyHashSpec spec) {
    return Base64.getEncoder().encodeToString(message.body(spec).orElseThrow().digest());
  }
}
