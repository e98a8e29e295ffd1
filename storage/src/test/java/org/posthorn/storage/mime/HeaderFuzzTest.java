package org.posthorn.storage.mime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Fuzz target: header fields, addresses, dates, encoded words and HTML are read, whatever they
/// look like.
class HeaderFuzzTest {
  private static final int ADDRESSES = 20;

  static Stream<byte[]> seeds() {
    return Stream.of(
            "\"a \\\" b\" (c (d)) <@r:x@[1.2.3.4]>, g: <y>, z@;, =?utf-8?B?w6k=?= <q@example.test>",
            "Thu,  5 (x) Nov 26 10:11 EST",
            "=?utf-8?Q?=C3=A9_?= =?iso-8859-1*de?b?6Q==?= =?x?q?",
            "Content-Type: text/plain; charset*=utf-8'en'%41; b=\"c\\\"\r\n\td\r\nContent-ID: <x>\r\n",
            "<p>a&#228;&lt;<script>x</script><!-- y -->")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void hasValues(byte[] octets) {
    String text = new String(octets, StandardCharsets.UTF_8);
    // A limit is looked at behind each entry; one more, and a group's end, may follow.
    assertTrue(AddressParser.parse(text, ADDRESSES).size() <= ADDRESSES + 3);
    SentDate.parse(text);
    EncodedWords.decode(text);
    SearchText.normalise(HtmlText.of(text));
    MimeFieldReader.read(HeaderFields.of(octets), false);
  }
}
