package org.posthorn.storage.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StructureCodecTest {
  private static byte[] encoded(String sample) throws IOException {
    try (var in =
        Objects.requireNonNull(StructureCodecTest.class.getResourceAsStream("/mime/" + sample))) {
      return StructureCodec.encode(MessageScanner.scan(in.readAllBytes()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nested.eml", "addresses.eml", "mixed.eml", "plain.eml"})
  void everyTruncationIsRefused(String sample) throws IOException {
    byte[] bytes = encoded(sample);
    for (int n = 0; n < bytes.length; n++) {
      byte[] cut = Arrays.copyOf(bytes, n);
      assertThrows(StructureFormatException.class, () -> StructureCodec.decode(cut), "at " + n);
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThrows(StructureFormatException.class, () -> StructureCodec.decode(longer));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nested.eml", "addresses.eml", "mixed.eml", "plain.eml"})
  void damageIsRefusedOrHarmless(String sample) throws IOException {
    byte[] bytes = encoded(sample);
    for (int i = 0; i < bytes.length; i++) {
      for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff, bytes[i] ^ 1, bytes[i] ^ 0x40}) {
        byte[] damaged = bytes.clone();
        damaged[i] = (byte) value;
        try {
          MessageStructure structure = StructureCodec.decode(damaged);
          assertTrue(structure.content().bodyEnd() <= structure.size());
        } catch (StructureFormatException e) {
          assertFalse(Objects.requireNonNull(e.getMessage()).isEmpty());
        }
      }
    }
  }

  @Test
  void otherVersionsAreNotCurrent() throws IOException {
    byte[] bytes = encoded("plain.eml");
    bytes[0]++;
    assertFalse(StructureCodec.isCurrent(bytes));
    assertFalse(StructureCodec.isCurrent(new byte[0]));
    assertThrows(StructureFormatException.class, () -> StructureCodec.decode(bytes));
  }

  @Test
  void everydayMessagesAreSmall() throws IOException {
    assertTrue(encoded("plain.eml").length < 512);
    assertTrue(encoded("mixed.eml").length < 512);
  }

  @Test
  void depthIsBounded() {
    byte[] bomb = new byte[100_000];
    Arrays.fill(bomb, (byte) StructureCodec.MULTIPART);
    bomb[0] = StructureCodec.VERSION;
    assertThrows(StructureFormatException.class, () -> StructureCodec.decode(bomb));
  }

  @Test
  void deepestStructuresSurvive() throws StructureFormatException {
    byte[] message = Samples.nestedMultiparts(300);
    MessageScanner scanner =
        new MessageScanner(
            new ScanLimits(StructureCodec.MAX_DEPTH, 1000, 1000, 1000, 100_000, 100));
    scanner.feed(message, 0, message.length);
    MessageStructure structure = scanner.finish();
    assertEquals(structure, StructureCodec.decode(StructureCodec.encode(structure)));
  }
}
