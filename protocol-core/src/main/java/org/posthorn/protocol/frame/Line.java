package org.posthorn.protocol.frame;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// One line from the peer, without its line end. Immutable as long as nobody writes to [#bytes].
public final class Line {
  private final byte[] bytes;
  private final boolean crlf;

  /// @param bytes the octets before the line end; not copied
  /// @param crlf whether the line ended with CRLF (else with a bare LF)
  public Line(byte[] bytes, boolean crlf) {
    this.bytes = bytes;
    this.crlf = crlf;
  }

  /// The line's octets. The array is the line's own: do not write to it.
  public byte[] bytes() {
    return bytes;
  }

  /// Octets in the line.
  public int length() {
    return bytes.length;
  }

  /// The octet at `index` as a value from 0 to 255.
  public int at(int index) {
    return bytes[index] & 0xff;
  }

  /// Whether the line ended with CRLF; a protocol decides whether it takes a bare LF.
  public boolean endedWithCrLf() {
    return crlf;
  }

  /// The octets as characters of the same value (ISO 8859-1); never fails.
  public String latin1() {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /// The line as UTF-8; empty if it is not valid UTF-8.
  public Optional<String> utf8() {
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /// Printable form for messages of tests; never for logs, since a line can hold a password.
  @Override
  public String toString() {
    return latin1();
  }
}
