package org.posthorn.protocol.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Strict UTF-8.
final class SaslText {
  private SaslText() {}

  /// The octets as text, empty if they are not valid UTF-8.
  static Optional<String> utf8(byte[] octets, int from, int to) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(octets, from, to - from))
              .toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  static Optional<String> utf8(byte[] octets) {
    return utf8(octets, 0, octets.length);
  }
}
