package org.posthorn.storage.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Part numbers after RFC 9051 §6.4.5.
class PartNumbersTest {
  private static String sample(String name) throws IOException {
    try (var in =
        Objects.requireNonNull(PartNumbersTest.class.getResourceAsStream("/mime/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static MessageStructure scan(String message) {
    return MessageScanner.scan(message.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String body(String message, int... path) {
    return scan(message)
        .part(path)
        .map(p -> message.substring((int) p.bodyStart(), (int) p.bodyEnd()))
        .orElse("no such part");
  }

  @Test
  void plainMessageHasOnePart() {
    String message = "Subject: x\r\n\r\nbody\r\n";
    assertEquals("body\r\n", body(message));
    assertEquals("body\r\n", body(message, 1));
    assertEquals("no such part", body(message, 2));
    assertEquals("no such part", body(message, 0));
    assertEquals("no such part", body(message, -1));
    assertEquals("no such part", body(message, 1, 1));
  }

  @Test
  void messageInMessageInMultipart() throws IOException {
    String message = sample("nested.eml");
    assertEquals("first", body(message, 1, 1));
    assertEquals("one", body(message, 1, 2, 1));
    assertEquals("<b>two</b>", body(message, 1, 2, 2));
    assertEquals("no such part", body(message, 1, 2, 3));
    assertEquals("no such part", body(message, 1, 2, 1, 1));
    assertEquals("only text", body(message, 1, 3, 1));
    assertEquals("no such part", body(message, 2));
  }

  @Test
  void headerAndTextOfAnEmbeddedMessage() throws IOException {
    String message = sample("nested.eml");
    var part = (Part.EmbeddedMessage) scan(message).part(1, 3).orElseThrow();
    Part content = part.content();
    assertEquals(
        "Subject: single\r\n\r\n",
        message.substring((int) content.headerStart(), (int) content.bodyStart()));
    assertEquals(
        "Content-Type: message/rfc822\r\n\r\n",
        message.substring((int) part.headerStart(), (int) part.bodyStart()));
    assertEquals("single", part.envelope().subject().orElseThrow());
  }

  @Test
  void partsOfNestedMultiparts() throws IOException {
    String message = sample("mixed.eml");
    MessageStructure structure = scan(message);
    assertEquals("image", structure.part(1, 2).orElseThrow().mime().type());
    assertEquals("pdf", structure.part(2).orElseThrow().mime().subtype());
    assertEquals("related", structure.part(1).orElseThrow().mime().subtype());
  }
}
