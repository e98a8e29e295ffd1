package org.posthorn.pop3.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class LineLimitTest {
  private static String top(String text, long lines, long cuts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LineLimit limit = new LineLimit(lines);
    Chunks.cut(
        text,
        cuts,
        (source, offset, length) -> out.write(source, offset, limit.take(source, offset, length)));
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  /// The same by other means: line after line.
  private static String expected(String text, int lines) {
    StringBuilder kept = new StringBuilder();
    int left = -1;
    int at = 0;
    while (at < text.length() && left != 0) {
      int feed = text.indexOf('\n', at);
      int end = feed < 0 ? text.length() : feed + 1;
      String line = text.substring(at, end);
      kept.append(line);
      at = end;
      if (left > 0) {
        left--;
      } else if (line.equals("\n") || line.equals("\r\n")) {
        left = lines;
      }
    }
    return kept.toString();
  }

  @Property(tries = 2000)
  void keepsHeaderAndLines(
      @ForAll long seed, @ForAll long cuts, @ForAll @IntRange(max = 5) int lines)
      throws IOException {
    String text = Chunks.text(new Random(seed), 40);
    assertEquals(expected(text, lines), top(text, lines, cuts));
  }

  @Test
  void keepsAllWhereThereIsNoEmptyLine() throws IOException {
    assertEquals("a: b\r\nc: d", top("a: b\r\nc: d", 0, 0));
  }

  @Test
  void anEmptyHeaderIsAHeader() throws IOException {
    assertEquals("\r\n", top("\r\nbody\r\n", 0, 0));
    assertEquals("\r\nbody\r\n", top("\r\nbody\r\nmore\r\n", 1, 0));
  }
}
