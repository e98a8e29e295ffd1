package org.posthorn.storage.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Fuzz target: a stored structure is read or refused, however damaged it is.
class StructureFuzzTest {
  static Stream<byte[]> seeds() {
    return MessageFuzzTest.seeds()
        .map(message -> StructureCodec.encode(MessageScanner.scan(message)));
  }

  @MethodSource("seeds")
  @FuzzTest
  void isReadOrRefused(byte[] stored) throws StructureFormatException {
    MessageStructure structure;
    try {
      structure = StructureCodec.decode(stored);
    } catch (StructureFormatException _) {
      return;
    }
    assertEquals(structure, StructureCodec.decode(StructureCodec.encode(structure)));
  }
}
