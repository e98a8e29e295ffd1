package org.posthorn.storage.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies without their transfer encoding (RFC 2045 §6) and character set.
class DecodedTextTest {
  private static MimeFields mime(String charset, String encoding) {
    return new MimeFields(
        "text",
        "plain",
        charset.isEmpty() ? List.of() : List.of(new Parameter("charset", charset)),
        MimeFields.PLAIN_TEXT.id(),
        MimeFields.PLAIN_TEXT.description(),
        encoding,
        MimeFields.PLAIN_TEXT.md5(),
        MimeFields.PLAIN_TEXT.disposition(),
        List.of(),
        MimeFields.PLAIN_TEXT.location());
  }

  private static String decode(byte[] raw, String charset, String encoding) throws IOException {
    StringWriter text = new StringWriter();
    try (Reader reader =
        DecodedText.reader(new ByteArrayInputStream(raw), mime(charset, encoding))) {
      reader.transferTo(text);
    }
    return text.toString();
  }

  private static String decode(String raw, String charset, String encoding) throws IOException {
    return decode(raw.getBytes(StandardCharsets.ISO_8859_1), charset, encoding);
  }

  @Test
  void quotedPrintable() throws IOException {
    assertEquals("Grüße\r\n", decode("Gr=C3=BC=\r\n=C3=9Fe\r\n", "utf-8", "quoted-printable"));
    assertEquals("a=zz b", decode("a=zz b", "", "quoted-printable"));
    assertEquals("a\r\nb", decode("a \nb", "", "quoted-printable"));
  }

  @Test
  void base64() throws IOException {
    assertEquals("Hello, world", decode("SGVs\r\nbG8*s\r\nIHdvcmxk", "", "base64"));
    assertEquals("Hello", decode("SGVsbG8=\r\n-- \r\na list's footer", "", "base64"));
    assertEquals("Hel", decode("SGVsb", "", "base64"));
    assertEquals("", decode("=", "", "base64"));
    assertEquals("", decode("!*?!", "", "base64"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO-2022-JP", "UTF-16", "EUC-JP", "UTF-8", "Shift_JIS"})
  void longTextsInStatefulAndWideCharsets(String charset) throws IOException {
    String text = "日本語 text, 0123456789. ".repeat(3000);
    byte[] raw = Base64.getMimeEncoder().encode(text.getBytes(Charset.forName(charset)));
    assertEquals(text, decode(raw, charset, "base64"));
  }

  @Test
  void withoutUsableCharset() throws IOException {
    byte[] utf8 = "é €".getBytes(StandardCharsets.UTF_8);
    for (String charset : List.of("", "us-ascii", "x-nonsense", "???", "ANSI_X3.999")) {
      assertEquals("é €", decode(utf8, charset, "8bit"), charset);
      assertEquals("é\u201d!", decode(new byte[] {(byte) 0xe9, (byte) 0x94, '!'}, charset, "8bit"));
    }
  }

  @Test
  void malformedCharactersAreReplaced() throws IOException {
    assertEquals("a\ufffdb", decode("a\u00ffb", "utf-8", "8bit"));
    String many = decode("\u00ff".repeat(100_000), "utf-8", "binary");
    assertEquals("\ufffd".repeat(100_000), many);
    assertEquals("ÿ".repeat(100_000), decode("\u00ff".repeat(100_000), "", "x-nonsense"));
    assertEquals("x\ufffd", decode("x\u00e2\u0082", "utf-8", "8bit"));
  }

  /// A sender may name any character set, and follow it with anything.
  @Test
  void noCharsetOfJavaFailsOnGarbage() throws IOException {
    Random random = new Random(7);
    for (String charset : Charset.availableCharsets().keySet()) {
      for (int round = 0; round < 40; round++) {
        byte[] garbage = new byte[random.nextInt(300)];
        random.nextBytes(garbage);
        for (int i = 0; i < garbage.length; i += 1 + random.nextInt(20)) {
          garbage[i] = (byte) (random.nextBoolean() ? 0x1b : 0x0e);
        }
        String streamed = decode(garbage, charset, "8bit");
        assertTrue(streamed.length() <= 3 * garbage.length + 16, charset);
        String word = "=?" + charset + "?B?" + Base64.getEncoder().encodeToString(garbage) + "?=";
        assertTrue(EncodedWords.decode(word).length() <= 3 * garbage.length + 16, charset);
      }
    }
  }
}
