package org.posthorn.smtp.outbound.client;

import java.nio.charset.StandardCharsets;

/// Encodes text as quoted-printable (RFC 2045 §6.7): CRLF stays a line break, everything else comes
/// back as it was, a bare CR or LF too. Lines have at most 76 characters. Not thread-safe.
final class QuotedPrintable implements SevenBit.TransferEncoder {
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final int BUFFER = 16 * 1024;
  private static final int MAX_LINE = 75; // and the "=" of a soft line break

  private final OutgoingBody.Sink sink;
  private final byte[] buffer = new byte[BUFFER + 16];
  private int filled;
  private int column;
  private int held = -1; // CR, or white space that may stand at the end of a line

  QuotedPrintable(OutgoingBody.Sink sink) {
    this.sink = sink;
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws ClientException {
    for (int i = offset; i < offset + length; i++) {
      octet(bytes[i] & 0xff);
      if (filled >= BUFFER) {
        flush();
      }
    }
  }

  private void octet(int octet) {
    if (held == '\r') {
      held = -1;
      if (octet == '\n') {
        lineBreak();
        return;
      }
      escaped('\r');
    } else if (held >= 0) {
      int blank = held;
      held = -1;
      if (octet == '\r') {
        // It may be the end of the line, or not: escaping it is right either way.
        escaped(blank);
      } else {
        literal(blank);
      }
    }
    if (octet == '\r' || octet == ' ' || octet == '\t') {
      held = octet;
    } else if (octet > ' ' && octet <= '~' && octet != '=') {
      literal(octet);
    } else {
      escaped(octet);
    }
  }

  private void literal(int octet) {
    room(1);
    buffer[filled++] = (byte) octet;
  }

  private void escaped(int octet) {
    room(3);
    buffer[filled++] = '=';
    buffer[filled++] = HEX[octet >> 4];
    buffer[filled++] = HEX[octet & 15];
  }

  private void room(int length) {
    if (column + length > MAX_LINE) {
      buffer[filled++] = '=';
      lineBreak();
    }
    column += length;
  }

  private void lineBreak() {
    buffer[filled++] = '\r';
    buffer[filled++] = '\n';
    column = 0;
  }

  private void flush() throws ClientException {
    int length = filled;
    filled = 0;
    sink.accept(buffer, 0, length);
  }

  @Override
  public void finish() throws ClientException {
    if (held >= 0) {
      escaped(held);
      held = -1;
    }
    flush();
  }
}
