package org.posthorn.storage.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Fuzz target: whatever the octets, a message has a structure, and it can be stored.
class MessageFuzzTest {
  static Stream<byte[]> seeds() {
    return Stream.of(
        Samples.bytes(
            "From: \"a b\" <a@example.test>, g: c@d;\r\nSubject: =?utf-8?Q?=C3=A9?=\r\n"
                + "Date: Thu, 5 Nov 2026 10:11:12 +0100 (x)\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=a; name*0=x; name*1*=%41\r\n\r\n"
                + "--a\r\nContent-Type: text/html; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: quoted-printable\r\n\r\n<b>=41&amp;</b>\r\n"
                + "--a\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\nx\r\n--a--\r\n"),
        Samples.nestedMultiparts(3),
        Samples.nestedMessages(3));
  }

  @MethodSource("seeds")
  @FuzzTest
  void hasStructure(byte[] message) throws StructureFormatException {
    MessageStructure structure = MessageScanner.scan(message);
    assertEquals(message.length, structure.size());
    assertEquals(structure, StructureCodec.decode(StructureCodec.encode(structure)));
  }
}
