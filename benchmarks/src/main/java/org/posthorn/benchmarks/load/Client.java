package org.posthorn.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One connection to a server: lines out, lines and octets in. Used by one thread.
final class Client implements AutoCloseable {
  private static final Pattern MESSAGES = Pattern.compile("MESSAGES (\\d+)");
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final int BUFFER = 64 * 1024;

  private final Socket socket = new Socket();
  private final InputStream in;
  private final OutputStream out;
  private final byte[] line = new byte[BUFFER];
  private int lastTag;

  Client(Target target, int port) throws IOException {
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(target.host(), port), TIMEOUT_MILLIS);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
  }

  /// An SMTP connection that has said EHLO.
  ///
  /// @param name what it calls itself
  static Client greeted(Target target, String name) throws IOException {
    Client client = new Client(target, target.smtp());
    client.smtp("220");
    client.send("EHLO " + name + "\r\n");
    client.smtp("250");
    return client;
  }

  /// An IMAP connection that has logged in.
  ///
  /// @param account the account's number
  static Client loggedIn(Target target, int account) throws IOException {
    Client client = new Client(target, target.imap());
    client.line();
    client.imap("LOGIN " + target.login(account));
    return client;
  }

  void send(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /// The next line without its CRLF.
  String line() throws IOException {
    int length = 0;
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (length < line.length) {
        line[length++] = (byte) c;
      }
    }
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    return new String(line, 0, end, StandardCharsets.ISO_8859_1);
  }

  void skip(long octets) throws IOException {
    in.skipNBytes(octets);
  }

  /// Takes an SMTP reply.
  ///
  /// @return its last line
  String smtp() throws IOException {
    String reply = line();
    while (reply.length() > 3 && reply.charAt(3) == '-') {
      reply = line();
    }
    return reply;
  }

  /// Takes an SMTP reply, which must begin with the code.
  void smtp(String code) throws IOException {
    String reply = smtp();
    if (!reply.startsWith(code)) {
      throw new IOException("expected " + code + ", got: " + reply);
    }
  }

  /// Runs an IMAP command, passing over literals.
  ///
  /// @return octets of literals that came
  long imap(String command) throws IOException {
    String tag = "t" + ++lastTag;
    send(tag + " " + command + "\r\n");
    return imapAnswer(tag);
  }

  /// Runs an IMAP command.
  ///
  /// @return the answer, line by line, with what literals hold
  List<String> imapLines(String command) throws IOException {
    String tag = "t" + ++lastTag;
    send(tag + " " + command + "\r\n");
    List<String> lines = new ArrayList<>();
    for (String reply = line(); !reply.startsWith(tag + " "); reply = line()) {
      lines.add(reply);
    }
    return lines;
  }

  /// How many messages INBOX has.
  int messages() throws IOException {
    String lines = String.join(" ", imapLines("STATUS INBOX (MESSAGES)"));
    Matcher matcher = MESSAGES.matcher(lines);
    if (!matcher.find()) {
      throw new IOException("no answer to STATUS: " + lines);
    }
    return Integer.parseInt(matcher.group(1));
  }

  /// Appends a message.
  void append(String mailbox, byte[] message) throws IOException {
    String tag = "t" + ++lastTag;
    send(tag + " APPEND " + mailbox + " {" + message.length + "}\r\n");
    String go = line();
    if (!go.startsWith("+")) {
      throw new IOException("APPEND refused: " + go);
    }
    out.write(message);
    send("\r\n");
    imapAnswer(tag);
  }

  private long imapAnswer(String tag) throws IOException {
    long octets = 0;
    while (true) {
      String reply = line();
      if (reply.startsWith(tag + " ")) {
        if (!reply.startsWith(tag + " OK")) {
          throw new IOException(reply);
        }
        return octets;
      }
      if (reply.endsWith("}")) {
        long literal =
            Long.parseLong(reply.substring(reply.lastIndexOf('{') + 1, reply.length() - 1));
        skip(literal);
        octets += literal;
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
