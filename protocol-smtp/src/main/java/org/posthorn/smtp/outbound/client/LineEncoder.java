package org.posthorn.smtp.outbound.client;

/// Makes lines of octets: CR or LF alone become CRLF (RFC 5321 §2.3.8), the last line is ended,
/// and for DATA a dot at the start of a line is doubled (RFC 5321 §4.5.2). Not thread-safe.
final class LineEncoder implements OutgoingBody.Sink {
  private static final int BUFFER = 32 * 1024;

  private final OutgoingBody.Sink sink;
  private final boolean stuffing;
  private final byte[] buffer = new byte[BUFFER + 4];
  private int filled;
  private boolean lineStart = true;
  private boolean cr;

  LineEncoder(OutgoingBody.Sink sink, boolean stuffing) {
    this.sink = sink;
    this.stuffing = stuffing;
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws ClientException {
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      byte b = bytes[i];
      if (b == '\n') {
        endLine();
        cr = false;
      } else {
        if (cr) {
          endLine();
        }
        cr = b == '\r';
        if (!cr) {
          put(b);
        }
      }
      if (filled >= BUFFER) {
        flush();
      }
    }
  }

  private void put(byte b) {
    if (lineStart) {
      lineStart = false;
      if (stuffing && b == '.') {
        buffer[filled++] = '.';
      }
    }
    buffer[filled++] = b;
  }

  private void endLine() {
    buffer[filled++] = '\r';
    buffer[filled++] = '\n';
    lineStart = true;
  }

  private void flush() throws ClientException {
    int length = filled;
    filled = 0;
    sink.accept(buffer, 0, length);
  }

  /// Ends the last line, if need be, and hands on what is left.
  void finish() throws ClientException {
    if (cr || !lineStart) {
      endLine();
      cr = false;
    }
    flush();
  }
}
