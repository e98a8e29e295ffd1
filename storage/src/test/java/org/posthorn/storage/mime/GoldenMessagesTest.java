package org.posthorn.storage.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// RFC 2046: every sample message has the structure that the text file beside it says, however it
/// is cut into chunks.
class GoldenMessagesTest {
  static List<Path> messages() throws IOException, URISyntaxException {
    Path directory =
        Path.of(Objects.requireNonNull(GoldenMessagesTest.class.getResource("/mime")).toURI());
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(".eml")).sorted().toList();
    }
  }

  @Test
  void thereAreSamples() throws Exception {
    assertTrue(messages().size() >= 15);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void structureIsAsWritten(Path file) throws IOException {
    byte[] message = Files.readAllBytes(file);
    String expected = Files.readString(Path.of(file.toString().replace(".eml", ".txt")));
    assertEquals(expected, StructureText.of(message, MessageScanner.scan(message)));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void chunksDoNotMatter(Path file) throws IOException {
    byte[] message = Files.readAllBytes(file);
    MessageStructure whole = MessageScanner.scan(message);
    MessageScanner bytewise = new MessageScanner();
    for (int i = 0; i < message.length; i++) {
      bytewise.feed(message, i, 1);
    }
    assertEquals(whole, bytewise.finish());
    for (int cut = 0; cut <= message.length; cut++) {
      MessageScanner scanner = new MessageScanner();
      scanner.feed(ByteBuffer.wrap(message, 0, cut));
      ByteBuffer rest = ByteBuffer.allocateDirect(message.length - cut);
      rest.put(message, cut, message.length - cut).flip();
      scanner.feed(rest);
      assertEquals(whole, scanner.finish(), "cut at " + cut);
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void codecKeepsAll(Path file) throws Exception {
    MessageStructure structure = MessageScanner.scan(Files.readAllBytes(file));
    byte[] encoded = StructureCodec.encode(structure);
    assertTrue(StructureCodec.isCurrent(encoded));
    assertEquals(structure, StructureCodec.decode(encoded));
    assertTrue(encoded.length < 2048, "encoded in " + encoded.length);
  }
}
