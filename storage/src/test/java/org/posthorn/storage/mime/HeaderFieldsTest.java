package org.posthorn.storage.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Header blocks (RFC 5322 §2.2) cut into fields.
class HeaderFieldsTest {
  private static HeaderFields fields(String block) {
    return HeaderFields.of(block.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static List<String> raw(String block) {
    return fields(block).fields().stream()
        .map(f -> block.substring(f.rawStart(), f.rawEnd()))
        .toList();
  }

  @Test
  void fieldsCoverTheBlockWithoutGap() {
    String block = "A: 1\r\nb:2\n folded\r\n\tagain\r\nno field\r\nC : 3\r\n\r\nbody: no\r\n";
    assertEquals(
        List.of("A: 1\r\n", "b:2\n folded\r\n\tagain\r\n", "no field\r\n", "C : 3\r\n"),
        raw(block));
    HeaderFields fields = fields(block);
    assertEquals(block.indexOf("body"), fields.blankLineEnd());
    assertEquals(fields.end() + 2, fields.blankLineEnd());
  }

  @Test
  void namesAndValues() {
    HeaderFields fields = fields("Subject :  a\r\n\t b \r\nno field\r\nsubject: second\r\nX:\r\n");
    assertEquals(Optional.of("a\t b"), fields.first("SUBJECT"));
    assertEquals("Subject", fields.fields().getFirst().name());
    assertEquals("", fields.fields().get(1).name());
    assertFalse(fields.fields().get(1).is(""));
    assertTrue(fields.fields().get(2).is("sUbJeCt"));
    assertEquals(Optional.of(""), fields.first("x"));
    assertEquals(Optional.empty(), fields.first("Subjec"));
    assertEquals(Optional.empty(), fields.first("Subject "));
  }

  @Test
  void valuesHoldNoControlThatImapForbids() {
    assertEquals(Optional.of("a ?b c"), fields("X: a\r\0b\n c").first("x"));
  }

  @Test
  void aSliceIsReadByItself() {
    byte[] bytes = "xxA: 1\r\nB: 2\r\nC: 3\r\n".getBytes(StandardCharsets.ISO_8859_1);
    HeaderFields fields = HeaderFields.of(bytes, 2, 12);
    assertEquals(2, fields.fields().size());
    assertEquals(6, fields.fields().get(1).rawStart());
    assertEquals(12, fields.fields().get(1).rawEnd());
    assertEquals(12, fields.end());
    assertEquals(12, fields.blankLineEnd());
  }

  @Test
  void emptyAndBlank() {
    assertEquals(List.of(), raw(""));
    assertEquals(List.of(), raw("\r\n"));
    assertEquals(
        List.of(" continues nothing\r\n more\r\n"), raw(" continues nothing\r\n more\r\n"));
    assertEquals(List.of("\r"), raw("\r"));
  }

  @Test
  void manyFields() {
    assertEquals(10_000, raw("A: b\n".repeat(10_000)).size());
  }
}
