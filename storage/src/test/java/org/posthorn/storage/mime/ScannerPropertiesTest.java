package org.posthorn.storage.mime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Laws that hold for every sequence of bytes.
class ScannerPropertiesTest {
  private static final List<String> PIECES =
      List.of(
          "\r\n",
          "\n",
          "\r",
          "\r\n\r\n",
          "\n\n",
          " ",
          "\t",
          "--",
          "--a",
          "--a--",
          "--ab",
          "--b",
          "--b--",
          "x",
          "\0",
          "\u00ff",
          "Subject: s",
          "From: a <b@c>, d:e;",
          "To: (",
          "Content-Type: multipart/mixed; boundary=a\r\n\r\n",
          "Content-Type: multipart/digest; boundary=\"ab\"\n\n",
          "Content-Type: multipart/mixed; boundary=b\r\n",
          "Content-Type: message/rfc822\r\n\r\n",
          "Content-Type: text/html\r\n\r\n",
          "Content-Transfer-Encoding: base64\r\n",
          "Content-Transfer-Encoding: quoted-printable\n",
          "Date: Thu, 5 Nov 2026 10:11:12 +0100\r\n",
          "=?utf-8?Q?=C3=A9?=",
          "\r\n--a\r\n",
          "\r\n--b\r\n",
          "\r\n--a--\r\n",
          ": ",
          ";",
          "\"",
          "Content-Disposition: a; filename*=b\r\n");

  @Provide
  Arbitrary<byte[]> messages() {
    Arbitrary<byte[]> likely =
        Arbitraries.of(PIECES)
            .list()
            .ofMaxSize(40)
            .map(pieces -> Samples.bytes(pieces.stream().collect(Collectors.joining())));
    Arbitrary<byte[]> anything = Arbitraries.bytes().array(byte[].class).ofMaxSize(400);
    return Arbitraries.oneOf(likely, likely, anything);
  }

  @Property(tries = 2000)
  void partsLieWithinTheirFrames(@ForAll("messages") byte[] message) {
    MessageStructure structure = MessageScanner.scan(message);
    assertEquals(message.length, structure.size());
    assertEquals(0, structure.content().headerStart());
    assertEquals(message.length, structure.content().bodyEnd());
    checkFrame(structure.content(), message);
  }

  private static void checkFrame(Part part, byte[] message) {
    assertTrue(part.bodyEnd() <= message.length);
    assertTrue(part.lines() <= lineFeeds(message, part), "lines of " + part);
    List<Part> children =
        switch (part) {
          case Part.Leaf _ -> List.of();
          case Part.Multipart multipart -> multipart.parts();
          case Part.EmbeddedMessage embedded -> List.of(embedded.content());
        };
    long before = part.bodyStart();
    for (Part child : children) {
      assertTrue(child.headerStart() >= before && child.bodyEnd() <= part.bodyEnd(), "in " + part);
      before = child.bodyEnd();
      checkFrame(child, message);
    }
    if (part instanceof Part.Leaf) {
      assertEquals(lineFeeds(message, part), part.lines(), "lines of " + part);
    }
    if (part instanceof Part.EmbeddedMessage embedded) {
      assertEquals(part.bodyStart(), embedded.content().headerStart());
      assertEquals(part.bodyEnd(), embedded.content().bodyEnd());
    }
  }

  private static long lineFeeds(byte[] message, Part part) {
    long count = 0;
    for (long i = part.bodyStart(); i < part.bodyEnd(); i++) {
      count += message[(int) i] == '\n' ? 1 : 0;
    }
    return count;
  }

  @Property(tries = 1000)
  void chunksDoNotMatter(@ForAll("messages") byte[] message, @ForAll List<Byte> sizes) {
    MessageScanner scanner = new MessageScanner();
    int at = 0;
    for (byte size : sizes) {
      int n = Math.min(message.length - at, size & 15);
      byte[] copy = Arrays.copyOfRange(message, at, at + n);
      scanner.feed(copy, 0, n);
      Arrays.fill(copy, (byte) '-');
      at += n;
    }
    scanner.feed(message, at, message.length - at);
    assertEquals(MessageScanner.scan(message), scanner.finish());
  }

  @Property(tries = 1000)
  void codecKeepsAll(@ForAll("messages") byte[] message) throws StructureFormatException {
    MessageStructure structure = MessageScanner.scan(message);
    byte[] encoded = StructureCodec.encode(structure);
    assertEquals(structure, StructureCodec.decode(encoded));
    assertArrayEquals(encoded, StructureCodec.encode(StructureCodec.decode(encoded)));
  }

  @Property(tries = 2000)
  void decodingGarbageThrowsNothingElse(@ForAll("messages") byte[] bytes) {
    byte[] garbage = bytes.clone();
    if (garbage.length > 0) {
      garbage[0] = StructureCodec.VERSION;
    }
    try {
      MessageStructure structure = StructureCodec.decode(garbage);
      assertTrue(structure.content().bodyEnd() <= structure.size());
    } catch (StructureFormatException e) {
      assertTrue(e.getStackTrace().length > 0);
    }
  }

  @Property(tries = 1000)
  void fieldsCoverTheHeader(@ForAll("messages") byte[] message) {
    HeaderFields header = HeaderFields.of(message);
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (HeaderFields.Field field : header.fields()) {
      joined.write(message, field.rawStart(), field.rawEnd() - field.rawStart());
      assertTrue(field.value().chars().noneMatch(c -> c == 0 || c == '\r' || c == '\n'));
      assertTrue(field.name().isEmpty() || field.is(field.name()));
    }
    assertArrayEquals(Arrays.copyOf(message, header.end()), joined.toByteArray());
    assertEquals(MessageScanner.scan(message).content().bodyStart(), header.blankLineEnd());
  }

  @Property(tries = 1000)
  void readersOnlyFailWithTheirStream(@ForAll("messages") byte[] body) throws IOException {
    for (String encoding : List.of("base64", "quoted-printable", "8bit")) {
      for (String charset : List.of("utf-8", "iso-2022-jp", "gb18030", "utf-16", "big5")) {
        MimeFields mime =
            MimeFieldReader.read(
                HeaderFields.of(
                    Samples.bytes(
                        "Content-Type: text/plain; charset=%s\nContent-Transfer-Encoding: %s\n"
                            .formatted(charset, encoding))),
                false);
        try (Reader reader = DecodedText.reader(new ByteArrayInputStream(body), mime)) {
          long length = reader.skip(Long.MAX_VALUE);
          assertTrue(length <= 3L * body.length + 16);
        }
      }
    }
  }
}
