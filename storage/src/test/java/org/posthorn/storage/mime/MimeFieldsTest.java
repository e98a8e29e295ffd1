package org.posthorn.storage.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// MIME fields of parts: RFC 2045 §5, RFC 2183, and parameters by RFC 2231.
class MimeFieldsTest {
  private static MimeFields read(String header) {
    byte[] bytes = (header + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    return MimeFieldReader.read(HeaderFields.of(bytes), false);
  }

  private static MimeFields type(String value) {
    return read("Content-Type: " + value);
  }

  private static Optional<String> parameter(String parameters, String name) {
    return type("a/b; " + parameters).parameter(name);
  }

  @Test
  void defaults() {
    assertEquals(MimeFields.PLAIN_TEXT, read("Subject: none"));
    assertEquals(MimeFields.PLAIN_TEXT, type("nonsense; charset=utf-8"));
    assertEquals(MimeFields.PLAIN_TEXT, type("/plain"));
    assertEquals(MimeFields.PLAIN_TEXT, type(""));
    assertEquals("rfc822", MimeFieldReader.read(HeaderFields.of(new byte[0]), true).subtype());
  }

  @Test
  void typesWithCommentsAndCase() {
    MimeFields mime = type("TEXT (a comment) / HTML ; Charset = \"UTF-8\" (another)");
    assertEquals("text", mime.type());
    assertEquals("html", mime.subtype());
    assertEquals(List.of(new Parameter("charset", "UTF-8")), mime.parameters());
    assertEquals(
        List.of(new Parameter("charset", "us-ascii")),
        type("text/plain; charset=us-ascii (Plain text)").parameters());
  }

  @Test
  void sloppyParameters() {
    assertEquals(
        List.of(
            new Parameter("charset", "utf-8"),
            new Parameter("format", "flowed"),
            new Parameter("name", "a (1) b.txt"),
            new Parameter("x", ""),
            new Parameter("y", "open")),
        type("text/plain;; charset=utf-8 format=flowed; name=a (1) b.txt; x=; junk; y=\"open")
            .parameters());
    assertEquals(100, type("a/b" + "; a=b".repeat(5000)).parameters().size());
  }

  @Test
  void extendedParameters() {
    assertEquals(Optional.of("naïve"), parameter("t*=utf-8'en'na%C3%AFve", "t"));
    assertEquals(Optional.of("naïve"), parameter("t*=iso-8859-1''na%EFve; t=naive", "t"));
    assertEquals(
        Optional.of("This is \u20ac*fun*"),
        parameter("t*1=fun*; t*0*=utf-8''This%20is%20%E2%82%AC*", "t"));
    assertEquals(Optional.of("ab"), parameter("t*0=a; t*1=b; t*3=d", "t"));
    assertEquals(Optional.of("plain"), parameter("t*1=b; t=plain", "t"));
    assertEquals(Optional.empty(), parameter("t*1=b", "t"));
    assertEquals(Optional.of("50% %zz"), parameter("t*=\"50% %zz\"", "t"));
    assertEquals(Optional.of("Grüße"), parameter("t=\"=?utf-8?Q?Gr=C3=BC=C3=9Fe?=\"", "t"));
    assertEquals(Optional.empty(), parameter("tt=a", "t"));
  }

  @Test
  void otherFields() {
    MimeFields mime =
        read(
            "Content-Disposition: ATTACHMENT; filename*=utf-8''%E2%82%AC.pdf\r\n"
                + "Content-Transfer-Encoding: Base64 (why not)\r\n"
                + "Content-Language: en, , de\r\n"
                + "Content-Id: <1@x>\r\n"
                + "Content-Id: <2@x>");
    assertEquals("attachment", mime.disposition().orElseThrow().type());
    assertEquals(Optional.of("€.pdf"), mime.fileName());
    assertEquals("base64", mime.transferEncoding());
    assertEquals(List.of("en", "de"), mime.languages());
    assertEquals(Optional.of("<1@x>"), mime.id());
  }
}
