package org.posthorn.smtp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.smtp.transaction.MessageFacts;

/// What is noticed in a message, fed whole and octet by octet.
class FactsScannerTest {
  static Stream<Arguments> messages() {
    return Stream.of(
        Arguments.of("", new MessageFacts(0, 0, false, false, false, false, 0)),
        Arguments.of("abc", new MessageFacts(3, 0, false, false, false, false, 3)),
        Arguments.of(
            "Received: x\r\nRECEIVED : y\r\n\tfolded: Received:\r\nReceivedx: z\r\n\r\nReceived: b\r\n",
            new MessageFacts(76, 2, false, false, false, false, 19)),
        Arguments.of(
            "Date: now\r\nmessage-ID: <a@b>\r\n\r\nx",
            new MessageFacts(33, 0, true, true, false, false, 18)),
        Arguments.of(
            "Subject: Date: x\r\n\r\nDate: y\r\n",
            new MessageFacts(29, 0, false, false, false, false, 17)),
        Arguments.of(
            "Received: a\n\nReceived: b\n", new MessageFacts(25, 1, false, false, true, false, 11)),
        Arguments.of("a\rb\r\n", new MessageFacts(5, 0, false, false, true, false, 4)),
        Arguments.of("a\r", new MessageFacts(2, 0, false, false, true, false, 2)),
        Arguments.of("\r\r\n", new MessageFacts(3, 0, false, false, true, false, 2)),
        Arguments.of("a\0b\r\n", new MessageFacts(5, 0, false, false, false, true, 4)),
        Arguments.of("\u00e9\u00e9\r\n", new MessageFacts(6, 0, false, false, false, false, 5)));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void noticesWhatMatters(String message, MessageFacts facts) {
    byte[] octets = message.getBytes(StandardCharsets.UTF_8);
    FactsScanner whole = new FactsScanner();
    whole.accept(octets, 0, octets.length);
    assertEquals(facts, whole.facts());
    FactsScanner pieces = new FactsScanner();
    for (int i = 0; i < octets.length; i++) {
      pieces.accept(octets, i, 1);
    }
    assertEquals(facts, pieces.facts());
  }
}
