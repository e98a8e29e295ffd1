package org.posthorn.storage.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Messages made to hurt: each is read in linear time, within bounds, and with exact offsets (RFC
/// 2046 structure kept as far as the limits go).
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileMessagesTest {
  private static final ScanLimits LIMITS = ScanLimits.DEFAULT;

  private static MessageStructure scan(byte[] message) throws StructureFormatException {
    MessageStructure structure = MessageScanner.scan(message);
    assertEquals(message.length, structure.size());
    assertEquals(message.length, structure.content().bodyEnd());
    assertEquals(structure, StructureCodec.decode(StructureCodec.encode(structure)));
    return structure;
  }

  @Test
  void tenThousandNestedMultiparts() throws StructureFormatException {
    Samples.Measure measure = Samples.measure(scan(Samples.nestedMultiparts(10_000)));
    assertEquals(LIMITS.maxDepth() + 1, measure.depth());
  }

  @Test
  void tenThousandNestedMessages() throws StructureFormatException {
    Samples.Measure measure = Samples.measure(scan(Samples.nestedMessages(10_000)));
    assertEquals(LIMITS.maxDepth() + 1, measure.depth());
  }

  @Test
  void tenThousandSiblings() throws StructureFormatException {
    String head = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
    String part = "--b\r\n\r\nx\r\n";
    MessageStructure structure = scan(Samples.bytes(head + part.repeat(20_000) + "--b--\r\n"));
    Samples.Measure measure = Samples.measure(structure);
    assertEquals(LIMITS.maxParts(), measure.parts());
    Part last = structure.part(LIMITS.maxParts() - 1).orElseThrow();
    assertEquals("octet-stream", last.mime().subtype());
    assertEquals(structure.size(), last.bodyEnd());
    Part before = structure.part(LIMITS.maxParts() - 2).orElseThrow();
    assertEquals(head.length() + 9_998L * part.length() - 3, before.bodyStart());
  }

  @Test
  void manyMessagesInADigest() throws StructureFormatException {
    String head = "Content-Type: multipart/digest; boundary=b\n\n";
    MessageStructure structure = scan(Samples.bytes(head + "--b\n\nA: b\n\nx\n".repeat(20_000)));
    assertEquals(LIMITS.maxParts(), Samples.measure(structure).parts());
  }

  @Test
  void hugeHeaderKeepsOffsetsAndDelimiters() throws StructureFormatException {
    String head = "Content-Type: multipart/mixed; boundary=b\r\n" + "X: y\r\n".repeat(1_700_000);
    String part = "\r\n--b\r\n" + "Y: z\r\n".repeat(100_000) + "--b\r\n\r\nend";
    byte[] message = Samples.bytes(head + part);
    MessageStructure structure = scan(message);
    assertEquals(head.length() + 2, structure.content().bodyStart());
    Part cut = structure.part(1).orElseThrow();
    assertEquals(0, cut.octets());
    assertEquals("Y: z\r\n".length() * 100_000L - 2, cut.bodyStart() - cut.headerStart());
    assertEquals(3, structure.part(2).orElseThrow().octets());
  }

  @Test
  void hugeFieldIsCut() throws StructureFormatException {
    MessageStructure structure = scan(Samples.bytes("Subject: " + "s".repeat(10_000_000)));
    int kept = structure.envelope().subject().orElseThrow().length();
    assertTrue(kept > 100_000 && kept <= LIMITS.maxHeader());
    assertEquals(structure.size(), structure.content().bodyStart());
  }

  @Test
  void addressesAreCounted() throws StructureFormatException {
    MessageStructure structure =
        scan(
            Samples.bytes(
                "To: " + "a,".repeat(100_000) + "\r\nCc: " + "b,".repeat(9) + "\r\n\r\n"));
    assertEquals(LIMITS.maxAddresses(), structure.envelope().to().size());
    assertEquals(0, structure.envelope().cc().size());
  }

  @Test
  void allHeadersTogetherAreBounded() throws StructureFormatException {
    String part = "--b\r\nContent-Description: " + "d".repeat(60_000) + "\r\n\r\n";
    MessageStructure structure =
        scan(Samples.bytes("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part.repeat(300)));
    assertTrue(StructureCodec.encode(structure).length < LIMITS.maxAllHeaders() + 100_000);
    assertEquals(301, Samples.measure(structure).parts());
  }

  @Test
  void oneLongLineAndNuls() throws StructureFormatException {
    MessageStructure line = scan(Samples.bytes("A: b\r\n\r\n" + "x".repeat(1 << 20)));
    assertEquals(1 << 20, line.content().octets());
    assertEquals(0, line.content().lines());
    byte[] nuls = new byte[1 << 20];
    assertEquals(1 << 20, scan(nuls).content().bodyStart());
    MessageStructure nulSubject = scan(Samples.bytes("Subject: a\0b\r\n\r\n\0\r\n"));
    assertEquals("a?b", nulSubject.envelope().subject().orElseThrow());
    assertEquals(1, nulSubject.content().lines());
  }

  @Test
  void manyBoundariesAndManyLinesThatResembleThem() throws StructureFormatException {
    byte[] head = Samples.nestedMultiparts(LIMITS.maxDepth());
    for (String line : new String[] {"--b\n", "--b999\n", "--" + "-".repeat(300) + "\n", "-- \n"}) {
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      message.writeBytes(head);
      message.writeBytes(Samples.bytes(line.repeat(4_000_000 / line.length())));
      assertEquals(LIMITS.maxDepth() + 1, Samples.measure(scan(message.toByteArray())).parts());
    }
  }

  @Test
  void longBoundaries() throws StructureFormatException {
    for (int length : new int[] {1, 70, 200}) {
      String b = "b".repeat(length);
      String head = "Content-Type: multipart/mixed; boundary=" + b + "\r\n\r\n";
      MessageStructure structure =
          scan(Samples.bytes(head + "--" + b + "\r\n\r\nx\r\n--" + b + "--\r\n"));
      assertEquals(1, structure.part(1).orElseThrow().octets());
    }
    String b = "b".repeat(201);
    MessageStructure tooLong =
        scan(
            Samples.bytes(
                "Content-Type: multipart/mixed; boundary=" + b + "\r\n\r\n--" + b + "\r\n"));
    assertInstanceOf(Part.Leaf.class, tooLong.content());
  }

  @Test
  void deepCommentsAndGroups() throws StructureFormatException {
    String hostile = "(".repeat(100_000) + ":;<\"[".repeat(10_000);
    String header = "From: " + hostile + "\r\nDate: " + hostile + "\r\nContent-Type: " + hostile;
    assertEquals(1, Samples.measure(scan(Samples.bytes(header + "\r\n\r\n"))).parts());
  }
}
