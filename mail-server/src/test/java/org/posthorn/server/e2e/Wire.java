package org.posthorn.server.e2e;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A plain connection to a server: lines and octets, ISO-8859-1 so that every octet is one char.
class Wire implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 30_000;

  private final Socket socket = new Socket();
  private final InputStream in;
  private final OutputStream out;

  Wire(int port) throws IOException {
    socket.connect(new InetSocketAddress(DaemonProcess.HOST, port), TIMEOUT_MILLIS);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
  }

  /// Sends the text as it stands and flushes.
  void send(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /// The next line, without its CRLF.
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("connection closed after: " + line);
      }
      line.append((char) c);
    }
    int length = line.length();
    if (length > 0 && line.charAt(length - 1) == '\r') {
      line.setLength(length - 1);
    }
    return line.toString();
  }

  /// The next line, if something of it comes within so many milliseconds.
  Optional<String> lineWithin(int millis) throws IOException {
    in.mark(1);
    socket.setSoTimeout(millis);
    try {
      in.read();
      in.reset();
    } catch (SocketTimeoutException _) {
      return Optional.empty();
    } finally {
      socket.setSoTimeout(TIMEOUT_MILLIS);
    }
    return Optional.of(line());
  }

  /// The next octets.
  String octets(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /// An SMTP session past EHLO.
  static final class Smtp extends Wire {
    Smtp(int port) throws IOException {
      super(port);
      reply();
      command("EHLO test.example");
    }

    /// Sends a command and takes the reply's last line.
    String command(String command) throws IOException {
      send(command + "\r\n");
      return reply();
    }

    private String reply() throws IOException {
      String line = line();
      while (line.length() > 3 && line.charAt(3) == '-') {
        line = line();
      }
      return line;
    }

    /// Delivers a message (CRLF lines, none with a leading dot).
    ///
    /// @return the reply to the end of data, or the first refusal
    String deliver(String from, String to, String message) throws IOException {
      send("MAIL FROM:<" + from + ">\r\nRCPT TO:<" + to + ">\r\nDATA\r\n");
      for (int i = 0; i < 2; i++) {
        String line = reply();
        if (!line.startsWith("250")) {
          return line;
        }
      }
      String go = reply();
      return go.startsWith("354") ? command(message + ".") : go;
    }
  }

  /// An IMAP session that is logged in.
  static final class Imap extends Wire {
    private int lastTag;

    Imap(int port, String user) throws IOException {
      super(port);
      line();
      ok("LOGIN " + user + " pass");
    }

    /// Sends a command and takes everything up to its tagged reply, which must be OK.
    ///
    /// @return the untagged lines, literals included, each ending in CRLF
    String ok(String command) throws IOException {
      String tag = "a" + ++lastTag;
      send(tag + " " + command + "\r\n");
      return answer(tag);
    }

    /// Appends a message; fails unless the tagged reply is OK.
    void append(String mailbox, String message) throws IOException {
      String tag = "a" + ++lastTag;
      send(tag + " APPEND " + mailbox + " {" + message.length() + "}\r\n");
      String go = line();
      if (!go.startsWith("+")) {
        throw new IOException(go);
      }
      send(message + "\r\n");
      answer(tag);
    }

    private String answer(String tag) throws IOException {
      StringBuilder untagged = new StringBuilder();
      while (true) {
        String line = line();
        if (line.startsWith(tag + " ")) {
          if (!line.startsWith(tag + " OK")) {
            throw new IOException(line);
          }
          return untagged.toString();
        }
        untagged.append(line).append("\r\n");
        int literal = literalLength(line);
        if (literal >= 0) {
          untagged.append(octets(literal));
        }
      }
    }

    private static int literalLength(String line) {
      int brace = line.lastIndexOf('{');
      return line.endsWith("}") && brace >= 0
          ? Integer.parseInt(line.substring(brace + 1, line.length() - 1))
          : -1;
    }
  }
}
