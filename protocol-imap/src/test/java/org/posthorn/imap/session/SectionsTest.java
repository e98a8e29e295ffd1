package org.posthorn.imap.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthorn.imap.command.FetchItem.Partial;
import org.posthorn.imap.command.Section;
import org.posthorn.imap.command.Section.What;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.mailbox.StoredMessage;

/// RFC 3501 §6.4.5: every form of a section.
class SectionsTest {
  private static final String TRACE = "Return-Path: <a@b>\nReceived: from x\n";
  private static final String SIMPLE =
      "From: joe@example.test\nSubject: hello\n there\nTo: me@example.test\n\nHello.\nBye.\n";
  private static final String NESTED =
      """
      Subject: outer
      Content-Type: multipart/mixed; boundary=o

      preamble
      --o
      Content-Type: text/plain

      one
      --o
      Content-Type: message/rfc822
      Content-Description: inside

      Subject: inner
      X-Other: yes
      Content-Type: multipart/alternative; boundary=i

      --i
      Content-Type: text/plain

      plain
      --i
      Content-Type: text/html

      <b>html</b>
      --i--
      --o
      Content-Type: message/rfc822

      Subject: single

      body of single
      --o--
      epilogue
      """;

  private static final FakeMessage MESSAGE = FakeMessage.of(1, TRACE, SIMPLE);
  private static final FakeMessage TREE = FakeMessage.of(2, TRACE, NESTED);

  private static String find(StoredMessage message, What what, Integer... path) {
    return find(message, new Section(List.of(path), what))
        .map(octets -> text(message, octets))
        .orElse("NIL");
  }

  private static Optional<Sections.Octets> find(StoredMessage message, Section section) {
    return Sections.find(message, section, Sections.choice(section));
  }

  private static String text(StoredMessage message, Sections.Octets octets) {
    byte[] bytes =
        switch (octets) {
          case Sections.Slice(Content content, long offset, long size) ->
              content.read(offset, (int) size);
          case Sections.Chosen(byte[] all, int start, long size) ->
              Arrays.copyOfRange(all, start, start + (int) size);
        };
    return new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  private static final What ALL = new What.Everything();
  private static final What HEADER = new What.Header();
  private static final What TEXT = new What.Text();
  private static final What MIME = new What.Mime();

  @Test
  void theMessageBeginsWithTheTraceHeader() {
    assertEquals(TRACE + SIMPLE, find(MESSAGE, ALL));
    assertEquals(TRACE + SIMPLE.substring(0, SIMPLE.indexOf("Hello")), find(MESSAGE, HEADER));
    assertEquals("Hello.\nBye.\n", find(MESSAGE, TEXT));
  }

  @Test
  void fieldsAreChosenByName() {
    assertEquals(
        "Subject: hello\n there\n\n",
        find(MESSAGE, new What.HeaderFields(List.of("SUBJECT", "Cc"))));
    assertEquals(
        "Return-Path: <a@b>\nFrom: joe@example.test\n\n",
        find(MESSAGE, new What.HeaderFieldsNot(List.of("subject", "to", "received"))));
    assertEquals("\n", find(MESSAGE, new What.HeaderFields(List.of("X-None"))));
  }

  @Test
  void aHeaderWithoutLineEndGetsOne() {
    FakeMessage message = FakeMessage.of(3, "", "Subject: a\nTo: b");
    assertEquals("To: b\n\n", find(message, new What.HeaderFields(List.of("to"))));
    assertEquals("Subject: a\n\n", find(message, new What.HeaderFields(List.of("subject"))));
  }

  @Test
  void aSimpleMessageHasOnePart() {
    assertEquals("Hello.\nBye.\n", find(MESSAGE, ALL, 1));
    assertEquals("NIL", find(MESSAGE, ALL, 2));
    assertEquals("NIL", find(MESSAGE, ALL, 1, 1));
    assertEquals("NIL", find(MESSAGE, HEADER, 1));
    assertEquals("NIL", find(MESSAGE, TEXT, 1));
  }

  @Test
  void partsAreNumbered() {
    assertEquals("one", find(TREE, ALL, 1));
    assertEquals("Content-Type: text/plain\n\n", find(TREE, MIME, 1));
    assertEquals("plain", find(TREE, ALL, 2, 1));
    assertEquals("<b>html</b>", find(TREE, ALL, 2, 2));
    assertEquals("Content-Type: text/html\n\n", find(TREE, MIME, 2, 2));
    assertEquals("body of single", find(TREE, ALL, 3, 1));
    assertEquals("NIL", find(TREE, ALL, 4));
    assertEquals("NIL", find(TREE, ALL, 2, 3));
    assertEquals("NIL", find(TREE, HEADER, 2, 1));
  }

  @Test
  void embeddedMessagesHaveHeaderAndText() {
    assertEquals(
        "Subject: inner\nX-Other: yes\nContent-Type: multipart/alternative; boundary=i\n\n",
        find(TREE, HEADER, 2));
    assertEquals("X-Other: yes\n\n", find(TREE, new What.HeaderFields(List.of("x-other")), 2));
    assertEquals(
        "Subject: inner\nX-Other: yes\n\n",
        find(TREE, new What.HeaderFieldsNot(List.of("content-type")), 2));
    assertEquals("Subject: single\n\n", find(TREE, HEADER, 3));
    assertEquals("body of single", find(TREE, TEXT, 3));
    assertEquals("Subject: single\n\nbody of single", find(TREE, ALL, 3));
    assertEquals(
        "Content-Type: message/rfc822\nContent-Description: inside\n\n", find(TREE, MIME, 2));
  }

  @Test
  void partialsAreCut() {
    assertEquals("llo.\n", cut(2, 6));
    assertEquals("ye.\n", cut(9, 100));
    assertEquals("", cut(100, 5));
  }

  private static String cut(long offset, long length) {
    Optional<Sections.Octets> octets = find(MESSAGE, Section.TEXT);
    return text(MESSAGE, Sections.cut(octets.orElseThrow(), new Partial(offset, length)));
  }

  @Test
  void chosenFieldsAreCutToo() {
    Section section = new Section(List.of(), new What.HeaderFields(List.of("from")));
    Sections.Octets octets = find(MESSAGE, section).orElseThrow();
    assertEquals("joe", text(MESSAGE, Sections.cut(octets, new Partial(6, 3))));
  }
}
