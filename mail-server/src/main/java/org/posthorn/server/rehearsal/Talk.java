package org.posthorn.server.rehearsal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A client's connection. Answers are only looked at where they end. One thread.
final class Talk implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int TAIL = 200;

  private final Socket socket = new Socket();
  private final InputStream in;
  private final byte[] buffer = new byte[64 * 1024];

  Talk(InetSocketAddress address) throws IOException {
    socket.connect(address, TIMEOUT_MILLIS);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
  }

  /// Sends lines, and reads until the last line there is starts as expected.
  void say(String lines, String last) throws IOException {
    say(lines.getBytes(StandardCharsets.ISO_8859_1), last);
  }

  void say(byte[] octets, String last) throws IOException {
    socket.getOutputStream().write(octets);
    await(last);
  }

  void await(String last) throws IOException {
    int kept = 0;
    while (true) {
      int count = in.read(buffer, kept, buffer.length - kept);
      if (count < 0) {
        throw new EOFException("expected " + last);
      }
      int end = kept + count;
      if (lastLine(end).startsWith(last)) {
        return;
      }
      kept = Math.min(TAIL, end);
      System.arraycopy(buffer, end - kept, buffer, 0, kept);
    }
  }

  /// The last line of what was read, or nothing where it has not ended yet.
  private String lastLine(int end) {
    if (end < 2 || buffer[end - 1] != '\n') {
      return "";
    }
    int start = end - 1;
    while (start > 0 && buffer[start - 1] != '\n' && end - start < TAIL) {
      start--;
    }
    return new String(buffer, start, end - start, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
