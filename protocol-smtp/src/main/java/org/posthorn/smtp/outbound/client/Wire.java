package org.posthorn.smtp.outbound.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.posthorn.smtp.outbound.client.ClientException.Kind;

/// Commands out, replies in: the only class that reads from and writes to the socket of a
/// connection. Not thread-safe.
///
/// A reply has at most 100 lines of 2,048 octets (RFC 5321 §4.5.3.1.5 promises 512), a wait ends
/// with its phase or with the attempt, whichever is sooner.
final class Wire implements AutoCloseable {
  private static final int MAX_LINE = 2048;
  private static final int MAX_LINES = 100;
  private static final int BUFFER = 16 * 1024;

  private final Socket plain;
  private final Watchdog watchdog;
  private final byte[] in = new byte[BUFFER];
  private final byte[] out = new byte[BUFFER];
  private InputStream source;
  private OutputStream sink;
  private int next;
  private int end;
  private int pending;
  private long deadline;

  Wire(Socket connected, Watchdog watchdog, Duration attempt) throws IOException {
    this.plain = connected;
    this.watchdog = watchdog;
    this.source = connected.getInputStream();
    this.sink = connected.getOutputStream();
    restart(attempt);
  }

  /// Sets the end of the attempt anew.
  void restart(Duration attempt) {
    deadline = System.nanoTime() + attempt.toNanos();
  }

  /// Something that blocks on the socket.
  @FunctionalInterface
  interface Blocking<T> {
    T run() throws IOException;
  }

  /// Runs something that blocks, for at most this time.
  <T> T within(Duration time, String doing, Blocking<T> work) throws ClientException {
    long left = Math.min(time.toNanos(), deadline - System.nanoTime());
    try (Watchdog.Watch watch = watchdog.watch(plain, Duration.ofNanos(left))) {
      try {
        return work.run();
      } catch (ClientException e) {
        throw watch.expired() ? ClientException.of(Kind.TIMEOUT, "time-out " + doing) : e;
      } catch (IOException e) {
        throw watch.expired()
            ? ClientException.of(Kind.TIMEOUT, "time-out " + doing)
            : ClientException.of(Kind.CLOSED, "connection lost " + doing + ": " + reason(e));
      }
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /// Puts a command into the buffer; it leaves with the next [#flush].
  ///
  /// @throws IllegalArgumentException for a command with control characters
  void command(String line, Duration time) throws ClientException {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    for (byte b : bytes) {
      if (b >= 0 && b < ' ' || b == 0x7f) {
        throw new IllegalArgumentException("control character in a command");
      }
    }
    byte[] all = Arrays.copyOf(bytes, bytes.length + 2);
    all[bytes.length] = '\r';
    all[bytes.length + 1] = '\n';
    write(all, 0, all.length, time);
  }

  /// Writes octets, through the buffer.
  void write(byte[] bytes, int offset, int length, Duration time) throws ClientException {
    if (length > out.length - pending) {
      flush(time);
    }
    if (length > out.length) {
      within(
          time,
          "while sending",
          () -> {
            sink.write(bytes, offset, length);
            return true;
          });
      return;
    }
    System.arraycopy(bytes, offset, out, pending, length);
    pending += length;
  }

  /// Sends what the buffer holds.
  void flush(Duration time) throws ClientException {
    if (pending > 0) {
      int length = pending;
      pending = 0;
      within(
          time,
          "while sending",
          () -> {
            sink.write(out, 0, length);
            sink.flush();
            return true;
          });
    }
  }

  /// Sends what the buffer holds and reads one reply, all its lines.
  ///
  /// @param to what it answers, for messages
  PeerReply reply(String to, Duration time) throws ClientException {
    flush(time);
    return within(time, "while waiting for the answer to " + to, () -> readReply(to));
  }

  private PeerReply readReply(String to) throws IOException {
    List<String> lines = new ArrayList<>(1);
    int code = 0;
    while (true) {
      String line = readLine(to);
      int itsCode = code(line);
      if (itsCode < 0 || (code != 0 && itsCode != code)) {
        throw ClientException.of(Kind.BABBLE, "no SMTP reply to " + to + ": " + abridged(line));
      }
      code = itsCode;
      lines.add(line.length() > 4 ? line.substring(4) : "");
      if (line.length() < 4 || line.charAt(3) == ' ') {
        return PeerReply.of(code, lines);
      }
      if (lines.size() >= MAX_LINES) {
        throw ClientException.of(Kind.BABBLE, "endless reply to " + to);
      }
    }
  }

  private static String abridged(String line) {
    return line.length() > 80 ? line.substring(0, 80) : line;
  }

  /// The code in front of a line, or -1 where the line is none of a reply.
  private static int code(String line) {
    if (line.length() < 3
        || (line.length() > 3 && line.charAt(3) != ' ' && line.charAt(3) != '-')) {
      return -1;
    }
    int code = 0;
    for (int i = 0; i < 3; i++) {
      int digit = line.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      code = code * 10 + digit;
    }
    return code >= 200 && code < 600 ? code : -1;
  }

  /// A line without its end; LF alone ends one too, since no harm comes from that here.
  private String readLine(String to) throws IOException {
    byte[] line = new byte[128];
    int length = 0;
    while (true) {
      if (next == end) {
        fill();
      }
      byte b = in[next++];
      if (b == '\n') {
        break;
      }
      if (length == MAX_LINE) {
        throw ClientException.of(Kind.BABBLE, "endless line in the reply to " + to);
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, length * 2);
      }
      line[length++] = b;
    }
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    return printable(new String(line, 0, length, StandardCharsets.UTF_8));
  }

  private void fill() throws IOException {
    int read = source.read(in, 0, in.length);
    if (read < 0) {
      throw new EOFException("closed by the peer");
    }
    next = 0;
    end = read;
  }

  private static String printable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return text.replaceAll("\\p{Cntrl}", "?");
      }
    }
    return text;
  }

  /// Whether the peer has said something that nobody asked for, or has closed the connection;
  /// without blocking, so that it may be so and not be seen.
  boolean isDisturbed() {
    try {
      return next < end || source.available() > 0 || plain.isClosed();
    } catch (IOException _) {
      return true;
    }
  }

  /// The socket without TLS.
  Socket plain() {
    return plain;
  }

  /// Goes on in TLS. What was received in the clear and not read yet is thrown away: whoever put it
  /// there wants it taken for an answer of the secure server (RFC 3207 §6).
  void upgrade(SSLSocket tls) throws IOException {
    next = 0;
    end = 0;
    source = tls.getInputStream();
    sink = tls.getOutputStream();
  }

  /// Closes the socket, at once.
  @Override
  public void close() {
    try {
      plain.close();
    } catch (IOException _) {
      // Nobody needs it any more.
    }
  }
}
