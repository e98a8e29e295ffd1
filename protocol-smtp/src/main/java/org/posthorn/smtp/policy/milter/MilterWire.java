package org.posthorn.smtp.policy.milter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.posthorn.smtp.policy.backend.BackendConnection;
import org.posthorn.storage.blob.Content;

/// Packets: four octets of length, a letter, and what belongs to it. For one thread.
final class MilterWire implements AutoCloseable {
  /// Octets that one packet to a filter may hold, its letter not counted.
  static final int MAX_PIECE = 65_535;

  /// Octets that one packet of a filter may hold, a new body apart.
  static final int MAX_ANSWER = 256 * 1024;

  private static final int HEAD = Integer.BYTES + 1;
  private static final int FIRST_BUFFER = 1024;
  private static final int READ_BUFFER = 64 * 1024;

  private final BackendConnection connection;
  private final ByteBuffer head = ByteBuffer.allocate(HEAD);
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int length;

  MilterWire(BackendConnection connection) {
    this.connection = connection;
  }

  BackendConnection connection() {
    return connection;
  }

  /// The head of a packet.
  ///
  /// @param length octets that follow
  record Head(char type, int length) {}

  /// Adds a packet to what is written at the next [#flush].
  void put(char type, byte[] content, int from, int count) throws IOException {
    if (length + HEAD + count > MAX_PIECE) {
      flush();
    }
    if (buffer.length < length + HEAD + count) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + HEAD + count));
    }
    ByteBuffer.wrap(buffer, length, HEAD).putInt(count + 1).put((byte) type);
    System.arraycopy(content, from, buffer, length + HEAD, count);
    length += HEAD + count;
  }

  /// Writes what is there to be written.
  void flush() throws IOException {
    connection.write(ByteBuffer.wrap(buffer, 0, length));
    length = 0;
    if (buffer.length > READ_BUFFER) {
      buffer = new byte[FIRST_BUFFER]; // sessions wait long between messages
    }
  }

  /// Waits for a packet.
  ///
  /// @throws MilterFault where its length is absurd
  Head head() throws IOException {
    head.clear();
    connection.readFully(head);
    head.flip();
    int announced = head.getInt();
    char type = (char) (head.get() & 0xff);
    boolean streamed = type == AnswerParser.REPLACE_BODY;
    if (announced < 1 || (announced > MAX_ANSWER && !streamed)) {
      throw new MilterFault("announces a packet of " + (announced & 0xffff_ffffL) + " octets");
    }
    return new Head(type, announced - 1);
  }

  /// What belongs to the packet.
  byte[] content(Head packet) throws IOException {
    byte[] content = new byte[packet.length()];
    connection.readFully(ByteBuffer.wrap(content));
    return content;
  }

  /// Hands on what belongs to the packet, piece by piece.
  void copy(Head packet, Content.Sink sink) throws IOException {
    byte[] piece = new byte[Math.min(packet.length(), READ_BUFFER)];
    for (int left = packet.length(); left > 0; ) {
      int count = Math.min(left, piece.length);
      connection.readFully(ByteBuffer.wrap(piece, 0, count));
      sink.accept(piece, 0, count);
      left -= count;
    }
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
