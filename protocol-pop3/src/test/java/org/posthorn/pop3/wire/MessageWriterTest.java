package org.posthorn.pop3.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MessageWriterTest {
  private static String escape(String text) {
    return text.replace("\r", "\\r").replace("\n", "\\n");
  }

  private static String unescape(String text) {
    return text.replace("\\r", "\r").replace("\\n", "\n");
  }

  /// RFC 1939 §3, undone line by line.
  private static String received(String wire) {
    StringBuilder text = new StringBuilder();
    String[] lines = wire.split("\r\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].equals(".")) {
        assertEquals(lines.length - 2, i, "the end is at the end");
        assertEquals("", lines[i + 1]);
        return text.toString();
      }
      text.append(lines[i].startsWith(".") ? lines[i].substring(1) : lines[i]).append("\r\n");
    }
    throw new AssertionError("no end: " + escape(wire));
  }

  @ParameterizedTest
  @CsvSource(
      emptyValue = "",
      textBlock =
          """
          '',             .\\r\\n
          a,              a\\r\\n.\\r\\n
          a\\r\\n,        a\\r\\n.\\r\\n
          a\\n,           a\\r\\n.\\r\\n
          a\\r,           a\\r\\r\\n.\\r\\n
          .,              ..\\r\\n.\\r\\n
          .\\r\\n,        ..\\r\\n.\\r\\n
          .\\n.\\n,       ..\\r\\n..\\r\\n.\\r\\n
          a.b\\r\\n.c,    a.b\\r\\n..c\\r\\n.\\r\\n
          \\n\\n,         \\r\\n\\r\\n.\\r\\n
          a\\r.b,         a\\r.b\\r\\n.\\r\\n
          """)
  void writes(String text, String wire) {
    assertEquals(wire, escape(Chunks.written(unescape(text), 0)));
  }

  /// A short text in every way that it can be cut.
  @Test
  void cutsMakeNoDifference() {
    String text = "..\n.\r\n\r\r\n.";
    String whole = Chunks.written(text, 0);
    assertEquals(Chunks.lines(text), received(whole));
    for (long cuts = 1; cuts < 1L << text.length(); cuts++) {
      assertEquals(escape(whole), escape(Chunks.written(text, cuts)));
    }
  }

  @Property(tries = 2000)
  void theClientGetsTheLinesThatAreStored(@ForAll long seed, @ForAll long cuts) {
    String text = Chunks.text(new Random(seed), 60);
    assertEquals(Chunks.lines(text), received(Chunks.written(text, cuts)), () -> escape(text));
  }

  @Test
  void handsOnWholePiecesWhereNothingIsToBeDone() throws IOException {
    byte[] octets = "Subject: x\r\n\r\na.b\r\n".repeat(100).getBytes(StandardCharsets.US_ASCII);
    int[] pieces = new int[1];
    MessageWriter writer =
        new MessageWriter(
            (source, offset, length) -> {
              pieces[0]++;
              assertArrayEquals(octets, Arrays.copyOfRange(source, offset, offset + length));
            });
    writer.write(octets, 0, octets.length);
    assertEquals(1, pieces[0]);
  }
}
