package org.posthorn.smtp;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A mail filter that says what it is told to say, on a real socket. It answers `c` (continue) to
/// what it has no other answer for.
final class ScriptedMilter implements AutoCloseable {
  private final ServerSocket server;
  private final List<Socket> clients = new CopyOnWriteArrayList<>();
  private final Map<Character, byte[]> answers = new ConcurrentHashMap<>();

  /// What it was told: the letter, then the content with `|` for each NUL.
  final List<String> heard = new CopyOnWriteArrayList<>();

  private volatile int steps;

  ScriptedMilter() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return server.getLocalPort();
  }

  /// Asks for these steps to be left out or to go unanswered.
  ScriptedMilter steps(int bits) {
    steps = bits;
    return this;
  }

  /// Answers a command with packets, or with other octets; nothing is an answer too.
  ScriptedMilter on(char command, byte[]... packets) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] packet : packets) {
      all.writeBytes(packet);
    }
    answers.put(command, all.toByteArray());
    return this;
  }

  /// Back to `c`.
  ScriptedMilter forget(char command) {
    answers.remove(command);
    return this;
  }

  /// A packet whose content has a NUL for each `|`.
  static byte[] packet(char type, String content) {
    return packet(type, content.replace('|', '\0').getBytes(StandardCharsets.UTF_8));
  }

  static byte[] packet(char type, byte[] content) {
    return ByteBuffer.allocate(5 + content.length)
        .putInt(content.length + 1)
        .put((byte) type)
        .put(content)
        .array();
  }

  /// A packet that begins with a number.
  static byte[] packet(char type, int number, String content) {
    byte[] text = content.replace('|', '\0').getBytes(StandardCharsets.UTF_8);
    return packet(type, ByteBuffer.allocate(4 + text.length).putInt(number).put(text).array());
  }

  private void serve() {
    try {
      while (true) {
        Socket client = server.accept();
        clients.add(client);
        Thread.ofVirtual().start(() -> talk(client));
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private void talk(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        byte[] content = in.readNBytes(in.readInt());
        char command = (char) content[0];
        String text = new String(content, 1, content.length - 1, StandardCharsets.ISO_8859_1);
        heard.add(command + text.replace('\0', '|'));
        socket.getOutputStream().write(answer(command));
        if (command == 'Q') {
          return;
        }
      }
    } catch (IOException _) {
      // The other side hung up.
    }
  }

  private byte[] answer(char command) {
    byte[] said = answers.get(command);
    if (said != null) {
      return said;
    }
    return switch (command) {
      case 'O' ->
          packet('O', ByteBuffer.allocate(12).putInt(6).putInt(0x1ff).putInt(steps).array());
      case 'D', 'A', 'Q' -> new byte[0];
      default -> packet('c', "");
    };
  }

  /// Hangs up on everybody.
  void hangUp() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    clients.clear();
  }

  @Override
  public void close() throws IOException {
    server.close();
    hangUp();
  }
}
