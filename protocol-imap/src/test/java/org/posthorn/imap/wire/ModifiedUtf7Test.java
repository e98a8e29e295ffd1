package org.posthorn.imap.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModifiedUtf7Test {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INBOX|INBOX",
        "a & b|a &- b",
        "&|&-",
        "&&|&-&-",
        "Entwürfe|Entw&APw-rfe",
        "~peter/mail/台北/日本語|~peter/mail/&U,BTFw-/&ZeVnLIqe-",
        "ü&ü|&APw-&-&APw-",
        "😀|&2D3eAA-",
        "a~|a~",
        "\u007f|&AH8-",
      })
  void encodesAndDecodes(String text, String encoded) {
    assertEquals(encoded, ModifiedUtf7.encode(text));
    assertEquals(Optional.of(text), decode(encoded));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "&",
        "a&",
        "&APw",
        "&AP-",
        "&A-",
        "&APx-",
        "&AGE-",
        "&APw-&APw-",
        "&AP/8-",
        "&APw=-",
        "&ACY-",
        "&2D0-",
        "&3gA-",
        "&3gDYPQ-",
        "&AP w-",
        "\u00fc",
        "a\tb",
        "&APwA-",
        "&-&"
      })
  void refusesWhatIsNotTheOneForm(String encoded) {
    assertEquals(Optional.empty(), decode(encoded));
  }

  private static Optional<String> decode(String encoded) {
    return ModifiedUtf7.decode(encoded.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Property
  void whatIsEncodedDecodesToItself(@ForAll @StringLength(max = 40) String text) {
    String encoded = ModifiedUtf7.encode(text);
    assertTrue(encoded.chars().allMatch(c -> c >= 0x20 && c < 0x7F));
    boolean unicode = StandardCharsets.UTF_8.newEncoder().canEncode(text);
    assertEquals(unicode ? Optional.of(text) : Optional.empty(), decode(encoded));
  }

  @Property
  void whatDecodesHasThatOneForm(
      @ForAll
          @Chars({'&', '-', ',', 'A', 'B', 'P', 'w', '8', 'g', ' ', '+', '/'})
          @StringLength(max = 16)
          String encoded) {
    decode(encoded).ifPresent(text -> assertEquals(encoded, ModifiedUtf7.encode(text)));
  }

  @Property
  void octetsNeverFail(@ForAll byte[] octets) {
    Optional<String> text = ModifiedUtf7.decode(octets);
    text.ifPresent(
        t -> assertEquals(new String(octets, StandardCharsets.US_ASCII), ModifiedUtf7.encode(t)));
  }
}
