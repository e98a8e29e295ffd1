package org.posthorn.storage.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds a parameter's text among raw parameters: plain, extended or continued (RFC 2231 §3, §4),
/// or with encoded words, which RFC 2047 §5 forbids there but many senders write.
final class ParameterText {
  private ParameterText() {}

  static Optional<String> find(List<Parameter> parameters, String name) {
    String plain = null;
    Map<String, String> pieces = Map.of();
    for (Parameter parameter : parameters) {
      String given = parameter.name();
      if (given.equals(name)) {
        plain = plain == null ? parameter.value() : plain;
      } else if (given.length() > name.length()
          && given.startsWith(name)
          && given.charAt(name.length()) == '*') {
        if (pieces.isEmpty()) {
          pieces = new HashMap<>();
        }
        pieces.putIfAbsent(given.substring(name.length()), parameter.value());
      }
    }
    Optional<String> extended = pieces.isEmpty() ? Optional.empty() : join(pieces);
    return extended.isPresent() ? extended : Optional.ofNullable(plain).map(EncodedWords::decode);
  }

  private static Optional<String> join(Map<String, String> pieces) {
    String single = pieces.get("*");
    if (single != null) {
      return Optional.of(new Extended(single).text());
    }
    if (!pieces.containsKey("*0") && !pieces.containsKey("*0*")) {
      return Optional.empty();
    }
    Extended text = new Extended();
    for (int n = 0; ; n++) {
      String encoded = pieces.get("*" + n + "*");
      String literal = encoded == null ? pieces.get("*" + n) : null;
      if (encoded != null) {
        text.addEncoded(encoded, n == 0);
      } else if (literal != null) {
        text.addLiteral(literal);
      } else {
        return Optional.of(text.text());
      }
    }
  }

  /// Octets collected from the pieces, and the character set that the first of them names.
  private static final class Extended {
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private String charset = "";

    Extended() {}

    Extended(String value) {
      addEncoded(value, true);
    }

    void addLiteral(String value) {
      octets.writeBytes(value.getBytes(StandardCharsets.ISO_8859_1));
    }

    void addEncoded(String value, boolean withCharset) {
      int from = 0;
      int first = withCharset ? value.indexOf('\'') : -1;
      int second = first < 0 ? -1 : value.indexOf('\'', first + 1);
      if (second >= 0) {
        charset = value.substring(0, first);
        from = second + 1;
      }
      for (int i = from; i < value.length(); i++) {
        int octet = value.charAt(i);
        if (octet == '%' && i + 2 < value.length()) {
          int high = Character.digit(value.charAt(i + 1), 16);
          int low = Character.digit(value.charAt(i + 2), 16);
          if (high >= 0 && low >= 0) {
            octet = high << 4 | low;
            i += 2;
          }
        }
        octets.write(octet);
      }
    }

    String text() {
      return Charsets.decode(octets.toByteArray(), charset);
    }
  }
}
