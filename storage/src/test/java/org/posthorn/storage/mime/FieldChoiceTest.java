package org.posthorn.storage.mime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// Fields chosen from the octets are those that [HeaderFields] finds.
class FieldChoiceTest {
  private static final List<String> PIECES =
      List.of(
          "Subject: s",
          "SUBJECT:",
          "subject :x",
          "subject\t : y",
          "To: b",
          "To",
          "T",
          "To\0: c",
          "\r\n",
          "\r\n",
          "\r\n",
          "\n",
          "\r",
          " ",
          "\t",
          " folded\r\n",
          ":",
          ": none",
          "\u00ff: z",
          "x",
          "X-Long-Name: " + "v".repeat(70),
          "\r\n\r\n",
          "\n\n",
          "Subject: after\r\n");
  private static final List<String> NAMES =
      List.of("subject", "To", "X-LONG-NAME", "To\0", "\u00ff", "a b", "T", "subject:");

  @Provide
  Arbitrary<byte[]> headers() {
    return Arbitraries.of(PIECES)
        .list()
        .ofMaxSize(30)
        .map(pieces -> Samples.bytes(pieces.stream().collect(Collectors.joining())));
  }

  @Provide
  Arbitrary<List<String>> names() {
    return Arbitraries.of(NAMES).list().ofMaxSize(4);
  }

  private static byte[] chosen(FieldChoice choice, byte[] header, int piece) {
    choice.begin();
    for (int i = 0; i < header.length; i += piece) {
      choice.feed(header, i, Math.min(piece, header.length - i));
    }
    choice.end();
    return Arrays.copyOf(choice.octets(), choice.length());
  }

  private static byte[] slowly(byte[] header, List<String> names, boolean named) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    HeaderFields fields = HeaderFields.of(header);
    int end = 0;
    for (HeaderFields.Field field : fields.fields()) {
      if (names.stream().anyMatch(field::is) == named) {
        out.write(header, field.rawStart(), field.rawEnd() - field.rawStart());
        end = field.rawEnd();
      }
    }
    if (end == header.length && end > 0 && header[end - 1] != '\n') {
      out.writeBytes(Samples.bytes("\r\n"));
    }
    out.writeBytes(Samples.bytes("\r\n"));
    return out.toByteArray();
  }

  @Property(tries = 3000)
  void asTheSlowWay(
      @ForAll("headers") byte[] header,
      @ForAll("names") List<String> names,
      @ForAll boolean named,
      @ForAll @IntRange(min = 1, max = 60) int piece) {
    FieldChoice choice = named ? FieldChoice.named(names) : FieldChoice.except(names);
    byte[] expected = slowly(header, names, named);
    assertArrayEquals(expected, chosen(choice, header, piece));
    assertArrayEquals(expected, chosen(choice, header, Math.max(1, header.length)));
  }

  @Test
  void foldedLinesStayAsTheyAre() {
    byte[] header = Samples.bytes("To: a,\r\n\tb\r\nSubject: x\r\n y\r\nDate: z\r\n\r\nTo: no\r\n");
    FieldChoice choice = FieldChoice.named(List.of("TO", "date"));
    assertEquals("To: a,\r\n\tb\r\nDate: z\r\n\r\n", text(chosen(choice, header, 100)));
    assertTrue(choice.isComplete());
    choice = FieldChoice.except(List.of("TO", "date"));
    assertEquals("Subject: x\r\n y\r\n\r\n", text(chosen(choice, header, 3)));
  }

  @Test
  void aFieldMayBeLongerThanWhatIsKept() {
    String line = "Subject: " + "x".repeat(200_000) + "\r\n";
    FieldChoice choice = FieldChoice.named(List.of("subject"));
    for (String header : List.of(line + "\r\n", "To: a\r\n\r\n", line)) {
      byte[] octets = Samples.bytes(header);
      assertArrayEquals(
          slowly(octets, List.of("subject"), true), chosen(choice, octets, 64 * 1024));
    }
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  @Property(tries = 2000)
  void lineFeedsAreFound(@ForAll("headers") byte[] octets, @ForAll @IntRange(max = 20) int from) {
    int start = Math.min(from, octets.length);
    int next = start;
    int count = 0;
    for (int i = octets.length - 1; i >= start; i--) {
      if (octets[i] == '\n') {
        next = i;
        count++;
      }
    }
    assertEquals(count == 0 ? octets.length : next, LineFeeds.next(octets, start, octets.length));
    assertEquals(count, LineFeeds.count(octets, start, octets.length));
  }
}
