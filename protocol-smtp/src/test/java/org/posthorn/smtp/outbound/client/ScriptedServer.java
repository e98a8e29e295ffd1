package org.posthorn.smtp.outbound.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A server on a loopback port that follows a script, good or bad: each connection takes the next
/// one, the last serves all that follow.
public final class ScriptedServer implements AutoCloseable {
  /// What is done with a connection.
  @FunctionalInterface
  public interface Script {
    void play(Peer peer) throws IOException;
  }

  private final ServerSocket listener;
  private final List<Script> scripts;
  private final AtomicInteger accepted = new AtomicInteger();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final List<byte[]> messages = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  private ScriptedServer(ServerSocket listener, List<Script> scripts) {
    this.listener = listener;
    this.scripts = scripts;
  }

  public static ScriptedServer start(Script... scripts) throws IOException {
    return start(InetAddress.ofLiteral("127.0.0.1"), 0, scripts);
  }

  public static ScriptedServer start(InetAddress address, int port, Script... scripts)
      throws IOException {
    ScriptedServer server =
        new ScriptedServer(new ServerSocket(port, 50, address), List.of(scripts));
    Thread.ofVirtual().name("scripted-server").start(server::serve);
    return server;
  }

  private void serve() {
    while (true) {
      Socket socket;
      try {
        socket = listener.accept();
      } catch (IOException _) {
        return;
      }
      sockets.add(socket);
      int number = accepted.getAndIncrement();
      Script script = scripts.get(Math.min(number, scripts.size() - 1));
      Thread.ofVirtual().start(() -> play(script, socket));
    }
  }

  private void play(Script script, Socket socket) {
    try (socket) {
      script.play(new Peer(socket));
    } catch (IOException _) {
      // The client went away, or the script wanted it so.
    } catch (Throwable e) {
      failures.add(e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /// Connections so far.
  public int connections() {
    return accepted.get();
  }

  /// All commands so far, of all connections.
  public List<String> commands() {
    return List.copyOf(commands);
  }

  /// Commands that begin so.
  public List<String> commands(String verb) {
    return commands.stream().filter(line -> line.startsWith(verb)).toList();
  }

  /// All messages so far, as they came: dots taken out, lines untouched.
  public List<String> messages() {
    return messages.stream().map(m -> new String(m, StandardCharsets.ISO_8859_1)).toList();
  }

  /// What went wrong in scripts.
  public List<Throwable> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /// The other end of one connection.
  public final class Peer {
    private final Socket plain;
    private InputStream in;
    private OutputStream out;
    private boolean secure;

    private Peer(Socket socket) throws IOException {
      plain = socket;
      in = new BufferedInputStream(socket.getInputStream());
      out = socket.getOutputStream();
    }

    /// Whether the connection is in TLS.
    public boolean isSecure() {
      return secure;
    }

    /// Sends lines, each with CRLF.
    public void say(String... lines) throws IOException {
      raw(String.join("\r\n", lines) + "\r\n");
    }

    /// Sends octets as they are.
    public void raw(String octets) throws IOException {
      out.write(octets.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    /// The next line without its end.
    public String line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      while (true) {
        int b = in.read();
        if (b < 0) {
          throw new EOFException();
        }
        if (b == '\n') {
          String text = line.toString(StandardCharsets.UTF_8);
          if (!text.endsWith("\r")) {
            throw new AssertionError("bare LF in " + text);
          }
          return text.substring(0, text.length() - 1);
        }
        line.write(b);
      }
    }

    /// The next command, noted.
    public String command() throws IOException {
      String line = line();
      commands.add(line);
      return line;
    }

    /// Reads a command and answers it.
    public String answer(String... reply) throws IOException {
      String line = command();
      say(reply);
      return line;
    }

    /// Reads a message up to its dot, with dots taken out, and notes it.
    public void message() throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      while (true) {
        byte[] line = rawLine();
        if (line.length == 3 && line[0] == '.') {
          break;
        }
        int from = line[0] == '.' ? 1 : 0;
        all.write(line, from, line.length - from);
      }
      messages.add(all.toByteArray());
    }

    /// Reads so many octets.
    public byte[] octets(int count) throws IOException {
      return in.readNBytes(count);
    }

    /// Notes a message.
    public void note(byte[] message) {
      messages.add(message);
    }

    private byte[] rawLine() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int before = 0;
      while (true) {
        int b = in.read();
        if (b < 0) {
          throw new EOFException();
        }
        line.write(b);
        if (b == '\n') {
          if (before != '\r') {
            throw new AssertionError("bare LF in a message");
          }
          return line.toByteArray();
        }
        if (before == '\r') {
          throw new AssertionError("bare CR in a message");
        }
        before = b;
      }
    }

    /// Waits until the client has closed, reading whatever comes.
    public void drain() throws IOException {
      while (in.read() >= 0) {
        // It goes nowhere.
      }
    }

    /// Goes on in TLS.
    public void tls(SSLContext context, String... protocols) throws IOException {
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), false);
      socket.setUseClientMode(false);
      if (protocols.length > 0) {
        socket.setEnabledProtocols(protocols);
      }
      socket.startHandshake();
      in = new BufferedInputStream(socket.getInputStream());
      out = socket.getOutputStream();
      secure = true;
      sessions.add(socket.getSession().getId().clone());
    }
  }

  private final List<byte[]> sessions = new CopyOnWriteArrayList<>();

  /// The ids of TLS sessions so far.
  public List<byte[]> sessionIds() {
    return new ArrayList<>(sessions);
  }
}
