package org.posthorn.imap.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.mime.MessageScanner;
import org.posthorn.storage.mime.MessageStructure;

/// Messages and their ENVELOPE, BODY and BODYSTRUCTURE, written out by hand from RFC 3501 §7.4.2.
class StructureGoldenTest {

  private static MessageStructure scan(String message) {
    byte[] octets = message.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    MessageScanner scanner = new MessageScanner();
    scanner.feed(octets, 0, octets.length);
    return scanner.finish();
  }

  private static String envelope(String message) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ImapEncoder(out::write).fetch(1).envelope(scan(message).envelope()).end();
    return cut(out, "* 1 FETCH (ENVELOPE ");
  }

  private static String body(String message, boolean extended) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FetchEncoder fetch = new ImapEncoder(out::write).fetch(1);
    if (extended) {
      fetch.bodyStructure(scan(message).content()).end();
      return cut(out, "* 1 FETCH (BODYSTRUCTURE ");
    }
    fetch.body(scan(message).content()).end();
    return cut(out, "* 1 FETCH (BODY ");
  }

  private static String cut(ByteArrayOutputStream out, String head) {
    String text = out.toString(StandardCharsets.ISO_8859_1);
    assertEquals(head, text.substring(0, head.length()));
    assertEquals(")\r\n", text.substring(text.length() - 3));
    return text.substring(head.length(), text.length() - 3);
  }

  private static final String PLAIN =
      """
      Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)
      From: Terry Gray <gray@cac.washington.edu>
      Subject: IMAP4rev1 "WG" mtg
       summary
      To: imap@cac.washington.edu, "J. \\"X\\" D" <jd@example.test>
      cc: minutes@CNRI.Reston.VA.US
      Message-Id: <B27397-0100000@cac.washington.edu>
      In-Reply-To: <a@b>
      MIME-Version: 1.0
      Content-Type: TEXT/PLAIN; CHARSET=US-ASCII

      one
      two
      """;

  @Test
  void envelopeOfAPlainMessage() throws IOException {
    assertEquals(
        "(\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" \"IMAP4rev1 \\\"WG\\\" mtg summary\""
            + " ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\"))"
            + " ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\"))"
            + " ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\"))"
            + " ((NIL NIL \"imap\" \"cac.washington.edu\")"
            + "(\"J. \\\"X\\\" D\" NIL \"jd\" \"example.test\"))"
            + " ((NIL NIL \"minutes\" \"CNRI.Reston.VA.US\")) NIL"
            + " \"<a@b>\" \"<B27397-0100000@cac.washington.edu>\")",
        envelope(PLAIN));
  }

  @Test
  void structureOfAPlainMessage() throws IOException {
    assertEquals(
        "(\"text\" \"plain\" (\"charset\" \"US-ASCII\") NIL NIL \"7bit\" 10 2)",
        body(PLAIN, false));
    assertEquals(
        "(\"text\" \"plain\" (\"charset\" \"US-ASCII\") NIL NIL \"7bit\" 10 2 NIL NIL NIL NIL)",
        body(PLAIN, true));
  }

  @Test
  void groupsAndEmptyEnvelopes() throws IOException {
    assertEquals(
        "(NIL NIL NIL NIL NIL ((NIL NIL \"friends\" NIL)(NIL NIL \"a\" \"b.test\")(NIL NIL NIL NIL))"
            + " NIL NIL NIL NIL)",
        envelope("To: friends: a@b.test;\n\nx\n"));
    assertEquals("(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)", envelope("\nx\n"));
  }

  @Test
  void eightBitHeadersAreLiterals() throws IOException {
    assertEquals(
        "(NIL {4}\r\n\u00c3\u00bcx! NIL NIL NIL NIL NIL NIL NIL NIL)",
        envelope("Subject: \u00c3\u00bcx!\n\nx\n"));
  }

  private static final String MIXED =
      """
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary="b"

      --b
      Content-Type: text/html; charset=utf-8
      Content-Transfer-Encoding: Quoted-Printable
      Content-Language: en, de
      Content-ID: <id@x>
      Content-Description: d

      <p>x
      --b
      Content-Type: application/pdf; name="a b.pdf"
      Content-Disposition: attachment; filename="a \\"b\\".pdf"; size=3
      Content-Transfer-Encoding: base64
      Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==
      Content-Location: http://x/

      AAAA
      --b
      Content-Type: message/rfc822

      Subject: inner
      Content-Type: multipart/alternative; boundary=c

      --c

      hi
      --c--
      --b--
      """;

  @Test
  void structureOfNestedParts() throws IOException {
    assertEquals(
        "((\"text\" \"html\" (\"charset\" \"utf-8\") \"<id@x>\" \"d\" \"quoted-printable\" 4 0)"
            + "(\"application\" \"pdf\" (\"name\" \"a b.pdf\") NIL NIL \"base64\" 4)"
            + "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 83"
            + " (NIL \"inner\" NIL NIL NIL NIL NIL NIL NIL NIL)"
            + " ((\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 2 0) \"alternative\")"
            + " 6) \"mixed\")",
        body(MIXED, false));
  }

  @Test
  void extensionDataOfNestedParts() throws IOException {
    assertEquals(
        "((\"text\" \"html\" (\"charset\" \"utf-8\") \"<id@x>\" \"d\" \"quoted-printable\" 4 0"
            + " NIL NIL (\"en\" \"de\") NIL)"
            + "(\"application\" \"pdf\" (\"name\" \"a b.pdf\") NIL NIL \"base64\" 4"
            + " \"Q2hlY2sgSW50ZWdyaXR5IQ==\""
            + " (\"attachment\" (\"filename\" \"a \\\"b\\\".pdf\" \"size\" \"3\")) NIL \"http://x/\")"
            + "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 83"
            + " (NIL \"inner\" NIL NIL NIL NIL NIL NIL NIL NIL)"
            + " ((\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 2 0 NIL NIL NIL NIL)"
            + " \"alternative\" (\"boundary\" \"c\") NIL NIL NIL)"
            + " 6 NIL NIL NIL NIL)"
            + " \"mixed\" (\"boundary\" \"b\") NIL NIL NIL)",
        body(MIXED, true));
  }
}
