package org.posthorn.protocol.frame;

import java.io.IOException;
import java.io.OutputStream;

/// Writes a message as POP3 and SMTP want it (RFC 1939 §3, RFC 5321 §4.5.2): a dot before each line
/// that begins with one, CRLF.CRLF at the end. Call [#finish] once; closing does nothing.
public final class DotStuffer extends OutputStream {
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] END = {'.', '\r', '\n'};

  private final Output output;

  /// Octets of CRLF at the end of what was written: 0, 1 (CR), 2 (CRLF, or nothing written yet).
  private int lineEnd = 2;

  public DotStuffer(Output output) {
    this.output = output;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    int end = offset + length;
    int start = offset;
    for (int i = offset; i < end; i++) {
      byte b = source[i];
      if (b == '.' && lineEnd == 2) {
        output.write(source, start, i - start);
        output.write('.');
        start = i;
        lineEnd = 0;
      } else if (b == '\r') {
        lineEnd = 1;
      } else {
        lineEnd = b == '\n' && lineEnd == 1 ? 2 : 0;
      }
    }
    output.write(source, start, end - start);
  }

  /// Writes the end of the message.
  public void finish() throws IOException {
    if (lineEnd != 2) {
      output.write(CRLF);
    }
    output.write(END);
  }
}
