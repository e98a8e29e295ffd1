package org.posthorn.config.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

  @ParameterizedTest
  @CsvSource({
    "0,                    0,             0",
    "512,                  512,           512",
    "512B,                 512,           512",
    "1024,                 1024,          1KB",
    "128KB,                131072,        128KB",
    "128kb,                131072,        128KB",
    "128KiB,               131072,        128KB",
    "50MB,                 52428800,      50MB",
    "50 MB,                52428800,      50MB",
    "1536MB,               1610612736,    1536MB",
    "2048MB,               2147483648,    2GB",
    "3TB,                  3298534883328, 3TB",
    "4096TB,               4503599627370496, 4096TB",
    "9223372036854775807,  9223372036854775807, 9223372036854775807",
  })
  void readsAndWrites(String text, long bytes, String canonical) {
    ByteSize size = ByteSize.parse(text);
    assertEquals(bytes, size.bytes());
    assertEquals(canonical, size.toString());
    assertEquals(size, ByteSize.parse(size.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "MB", "-1", "1.5GB", "5M", "5Mb/s", "5PB", "0x10", "1e3", "1,000"})
  void refusesWhatIsNotASize(String text) {
    var e = assertThrows(IllegalArgumentException.class, () -> ByteSize.parse(text));
    assertTrue(e.toString().contains("\"" + text + "\" is not a size"), e.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808", "9007199254740992TB", "99999999999999999999"})
  void refusesWhatOverflows(String text) {
    assertThrows(IllegalArgumentException.class, () -> ByteSize.parse(text));
  }
}
