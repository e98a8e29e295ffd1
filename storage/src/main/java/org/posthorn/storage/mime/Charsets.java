package org.posthorn.storage.mime;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Character sets by the names that mail uses for them.
final class Charsets {
  private static final int MAX_NAME = 64;

  /// What undeclared octets are when they are not UTF-8: it has a character for nearly every octet.
  static final Charset LAST_RESORT =
      Charset.isSupported("windows-1252")
          ? Charset.forName("windows-1252")
          : StandardCharsets.ISO_8859_1;

  /// Names that Java lacks, or understands more narrowly than senders mean them.
  private static final Map<String, String> OTHER_NAMES =
      Map.ofEntries(
          Map.entry("gb2312", "GB18030"),
          Map.entry("gbk", "GB18030"),
          Map.entry("x-gbk", "GB18030"),
          Map.entry("iso-8859-1", "windows-1252"),
          Map.entry("latin1", "windows-1252"),
          Map.entry("iso-8859-8-i", "ISO-8859-8"),
          Map.entry("iso-8859-8-e", "ISO-8859-8"),
          Map.entry("iso-8859-6-i", "ISO-8859-6"),
          Map.entry("iso-8859-9", "windows-1254"),
          Map.entry("iso-8859-11", "x-windows-874"),
          Map.entry("ks_c_5601-1987", "x-windows-949"),
          Map.entry("euc-kr", "x-windows-949"),
          Map.entry("shift_jis", "windows-31j"),
          Map.entry("iso-2022-jp", "x-windows-iso2022jp"),
          Map.entry("cp-850", "IBM850"),
          Map.entry("utf-8mb4", "UTF-8"),
          Map.entry("unicode-1-1-utf-8", "UTF-8"),
          Map.entry("unknown-8bit", "UTF-8"),
          Map.entry("x-unknown", "UTF-8"),
          Map.entry("8bit", "UTF-8"));

  private Charsets() {}

  /// The character set of that name; empty when it has none, names ASCII (which real text exceeds)
  /// or is unknown.
  static Optional<Charset> find(String name) {
    String key = name.strip().toLowerCase(Locale.ROOT);
    if (key.isEmpty() || key.length() > MAX_NAME || key.equals("us-ascii") || key.equals("ascii")) {
      return Optional.empty();
    }
    Optional<Charset> other =
        Optional.ofNullable(OTHER_NAMES.get(key)).flatMap(Charsets::supported);
    return other.isPresent() ? other : supported(key);
  }

  private static Optional<Charset> supported(String name) {
    try {
      return Optional.of(Charset.forName(name));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
      return Optional.empty();
    }
  }

  /// The octets as text in the named character set, malformed ones replaced. Without a usable name:
  /// UTF-8 if they are that, else Windows-1252.
  static String decode(byte[] octets, String charset) {
    Optional<Charset> named = find(charset);
    if (named.isPresent() && !named.get().equals(StandardCharsets.UTF_8)) {
      return new String(octets, named.get());
    }
    try {
      CharBuffer text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(octets));
      return text.toString();
    } catch (CharacterCodingException _) {
      return new String(octets, named.orElse(LAST_RESORT));
    }
  }
}
