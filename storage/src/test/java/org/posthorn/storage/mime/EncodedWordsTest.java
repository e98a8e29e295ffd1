package org.posthorn.storage.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Encoded words (RFC 2047) and raw octets in header values (RFC 6532).
class EncodedWordsTest {
  @ParameterizedTest
  @CsvSource({
    "ISO-2022-JP, 日本語の件名",
    "Shift_JIS, 日本語",
    "EUC-JP, 日本語",
    "GB18030, 张三𠮷",
    "GB2312, 张三",
    "Big5, 張三",
    "EUC-KR, 홍길동",
    "KOI8-R, Привет",
    "windows-1251, Привет",
    "ISO-8859-8, שלום",
    "windows-1256, سلام",
    "ISO-8859-7, Καλημέρα",
    "windows-1252, 5 € – “x”",
    "UTF-8, Grüße 🎺",
    "TIS-620, สวัสดี"
  })
  void everyCharsetOfJava(String charset, String text) {
    byte[] octets = text.getBytes(Charset.forName(charset));
    String base64 = Base64.getEncoder().encodeToString(octets);
    assertEquals(text, EncodedWords.decode("=?" + charset + "?B?" + base64 + "?="));
    StringBuilder quoted = new StringBuilder();
    for (byte octet : octets) {
      quoted.append("=%02X".formatted(octet));
    }
    assertEquals(
        "a " + text + " z", EncodedWords.decode("a =?" + charset + "*en?q?" + quoted + "?= z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // RFC 2047 §8
        "(=?ISO-8859-1?Q?a?=)|(a)",
        "(=?ISO-8859-1?Q?a?= b)|(a b)",
        "(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)|(ab)",
        "(=?ISO-8859-1?Q?a?=   =?ISO-8859-1?Q?b?=)|(ab)",
        "(=?ISO-8859-1?Q?a_b?=)|(a b)",
        "(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)|(a b)",
        // what is no word stays
        "=?utf-8?Q?open|=?utf-8?Q?open",
        "=?utf-8?X?a?=|=?utf-8?X?a?=",
        "=??Q?a?=|=??Q?a?=",
        "=?=?=?|=?=?=?",
        "=?utf-8?Q?a =?utf-8?Q?b?=|=?utf-8?Q?a b",
        // what senders write all the same
        "=?utf-8?Q?a b?c?=|a b?c",
        "=?utf-8?Q?=41=zz=4?=|A=zz=4",
        "x=?utf-8?Q?a?=y|xay",
        "=?utf-8?B?YWJj=?=|abc",
        "=?nonsense?Q?=C3=A9?=|é",
        "=?us-ascii?Q?=E9?=|é",
        "=?utf-8?Q?=C3?= =?utf-8?Q?=A9?=|é"
      })
  void words(String value, String text) {
    assertEquals(text, EncodedWords.decode(value));
  }

  @Test
  void malformedOctetsAreReplaced() {
    assertEquals("\ufffd!", EncodedWords.decode("=?utf-8?Q?=C3!?="));
  }

  @Test
  void rawOctets() {
    String utf8 = new String("é €".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    assertEquals("é €", EncodedWords.decode(utf8));
    assertEquals("é", EncodedWords.decode("\u00e9"));
    assertEquals("é € é", EncodedWords.decode(utf8 + " =?utf-8?Q?=C3=A9?="));
  }

  @Test
  void hostileValuesTakeLinearTime() {
    String begin = "=?utf-8?Q?".repeat(100_000);
    assertEquals(begin, EncodedWords.decode(begin));
    String half = "=?a?q?".repeat(100_000);
    assertEquals(half, EncodedWords.decode(half));
    assertEquals(50_000, EncodedWords.decode("=?utf-8?Q?a?= ".repeat(50_000).strip()).length());
  }
}
