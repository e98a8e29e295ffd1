package org.posthorn.pop3.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/// Texts of the octets that matter here, cut in all ways.
final class Chunks {
  private Chunks() {}

  /// A text of dots, line ends and letters.
  static String text(Random random, int maxLength) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(maxLength + 1);
    for (int i = 0; i < length; i++) {
      text.append("..\r\r\n\n\nab".charAt(random.nextInt(9)));
    }
    return text.toString();
  }

  /// What comes out of a [MessageWriter] when the text goes in with cuts after each octet whose bit
  /// is set.
  static String written(String text, long cuts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      MessageWriter writer = new MessageWriter(out::write);
      cut(text, cuts, writer::write);
      writer.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  static void cut(String text, long cuts, Sink sink) throws IOException {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    int from = 0;
    for (int i = 0; i < octets.length; i++) {
      if ((cuts >>> (i % Long.SIZE) & 1) != 0) {
        sink.write(octets, from, i + 1 - from);
        from = i + 1;
      }
    }
    sink.write(octets, from, octets.length - from);
  }

  /// Each line end as CRLF, and one at the end of what is not empty.
  static String lines(String text) {
    String lines = text.replaceAll("(?<!\r)\n", "\r\n");
    return lines.isEmpty() || lines.endsWith("\r\n") ? lines : lines + "\r\n";
  }
}
