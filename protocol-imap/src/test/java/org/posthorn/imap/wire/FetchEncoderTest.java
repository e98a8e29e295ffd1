package org.posthorn.imap.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.posthorn.imap.command.FetchItem;
import org.posthorn.imap.command.ImapResponse;
import org.posthorn.imap.command.Section;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.SystemFlag;

class FetchEncoderTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ImapEncoder encoder = new ImapEncoder(out::write);

  private String text() {
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  private static SectionLabel label(Section section) {
    return SectionLabel.of(FetchItem.Octets.peek(section));
  }

  @Test
  void itemsStandInOneResponse() throws IOException {
    encoder
        .fetch(12)
        .uid(4294967295L)
        .flags(SystemFlag.SEEN.bit() | SystemFlag.DELETED.bit(), true)
        .size(0)
        .modSeq(17)
        .internalDate(Instant.parse("2026-02-07T21:52:05.9Z"))
        .end();
    assertEquals(
        "* 12 FETCH (UID 4294967295 FLAGS (\\Seen \\Deleted \\Recent) RFC822.SIZE 0 MODSEQ (17)"
            + " INTERNALDATE \" 7-Feb-2026 21:52:05 +0000\")\r\n",
        text());
  }

  @Test
  void flagsOfEveryKind() throws IOException {
    encoder.fetch(1).flags(0, false).end();
    encoder.fetch(2).flags(Flags.NONE, true).end();
    encoder.fetch(3).flags(new Flags(0, Set.of("$b", "a")), false).end();
    encoder.fetch(4).flags(new Flags(31, Set.of("x")), true).end();
    assertEquals(
        """
        * 1 FETCH (FLAGS ())
        * 2 FETCH (FLAGS (\\Recent))
        * 3 FETCH (FLAGS ($b a))
        * 4 FETCH (FLAGS (\\Seen \\Answered \\Flagged \\Deleted \\Draft \\Recent x))
        """
            .replace("\n", "\r\n"),
        text());
  }

  @Test
  void octetsAreALiteral() throws IOException {
    encoder
        .fetch(1)
        .octets(label(Section.ALL), "a\r\n)\u0000".getBytes(StandardCharsets.US_ASCII))
        .nil(label(new Section(List.of(2), new Section.What.Mime())))
        .octets(label(Section.TEXT), new byte[0])
        .end();
    assertEquals(
        "* 1 FETCH (BODY[] {5}\r\na\r\n)\0 BODY[2.MIME] NIL BODY[TEXT] {0}\r\n)\r\n", text());
  }

  @Test
  void storedOctetsGoThroughInOrder() throws IOException {
    byte[] octets = new byte[300_000];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) ('a' + i % 26);
    }
    encoder
        .fetch(1)
        .beginOctets(label(Section.ALL), octets.length + 3L)
        .more("xyz".getBytes(StandardCharsets.US_ASCII), 0, 3)
        .more(new ArrayContent(octets), 0, octets.length)
        .uid(5)
        .end();
    String expected =
        "* 1 FETCH (BODY[] {300003}\r\nxyz"
            + new String(octets, StandardCharsets.US_ASCII)
            + " UID 5)\r\n";
    assertEquals(expected, text());
    assertEquals(0, encoder.owedOctets());
  }

  @Test
  void aLiteralIsNeitherCutNorOverrun() throws IOException {
    FetchEncoder fetch = encoder.fetch(1).beginOctets(label(Section.ALL), 5);
    fetch.more(new byte[3], 0, 3);
    assertEquals(2, encoder.owedOctets());
    assertThrows(IllegalStateException.class, fetch::end);
    assertThrows(IllegalStateException.class, () -> fetch.uid(1));
    assertThrows(IllegalStateException.class, () -> fetch.more(new byte[3], 0, 3));
  }

  @Test
  void aFailureBeforeAnythingWasSentCanBeForgotten() throws IOException {
    encoder.fetch(1).uid(3);
    assertTrue(encoder.abandonFetch());
    encoder.write(new ImapResponse.Exists(2));
    assertEquals("* 2 EXISTS\r\n", text());

    encoder.fetch(1).beginOctets(label(Section.ALL), 99_999).more(new byte[9_000], 0, 9_000);
    assertFalse(encoder.abandonFetch());
  }

  @Test
  void labelsNameWhatWasAskedFor() {
    assertEquals("BODY[]", text(new Section(List.of(), new Section.What.Everything())));
    assertEquals("BODY[1.2]", text(new Section(List.of(1, 2), new Section.What.Everything())));
    assertEquals("BODY[1.HEADER]", text(new Section(List.of(1), new Section.What.Header())));
    assertEquals(
        "BODY[HEADER.FIELDS (Subject \"a(b\")]",
        text(new Section(List.of(), new Section.What.HeaderFields(List.of("Subject", "a(b")))));
    assertEquals(
        "BODY[3.HEADER.FIELDS.NOT (x)]",
        text(new Section(List.of(3), new Section.What.HeaderFieldsNot(List.of("x")))));
    assertEquals(
        "BODY[TEXT]<7>",
        text(
            new FetchItem.Octets(
                FetchItem.Name.BODY,
                Section.TEXT,
                Optional.of(new FetchItem.Partial(7, 9)),
                false)));
    assertEquals(
        "RFC822.TEXT",
        text(
            new FetchItem.Octets(
                FetchItem.Name.RFC822_TEXT, Section.TEXT, Optional.empty(), false)));
  }

  private static String text(Section section) {
    return text(FetchItem.Octets.peek(section));
  }

  private static String text(FetchItem.Octets item) {
    WireBuffer buffer = new WireBuffer();
    SectionLabel.of(item).writeTo(buffer);
    return new String(buffer.toArray(), StandardCharsets.US_ASCII);
  }
}
