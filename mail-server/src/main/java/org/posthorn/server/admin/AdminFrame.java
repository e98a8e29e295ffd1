package org.posthorn.server.admin;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One frame of the conversation between the command line and the daemon: a type, a length, bytes.
///
/// A frame has at most [#MAX_LENGTH] bytes; a longer one ends the conversation.
public sealed interface AdminFrame {
  /// The most bytes of one frame.
  int MAX_LENGTH = 1 << 20;

  /// The words of the command line, from the client; first of all.
  record Words(List<String> words) implements AdminFrame {}

  /// A piece of the command's input, from the client.
  record Input(byte[] bytes) implements AdminFrame {}

  /// No more input comes.
  record EndOfInput() implements AdminFrame {}

  /// A line for standard output.
  record Out(String line) implements AdminFrame {}

  /// A line for standard error.
  record Err(String line) implements AdminFrame {}

  /// How far long work has come.
  record Progress(String what, long done, long total) implements AdminFrame {}

  /// The end: the command's exit code.
  record Exit(int code) implements AdminFrame {}

  /// Writes a frame; the caller flushes.
  static void write(DataOutputStream out, AdminFrame frame) throws IOException {
    switch (frame) {
      case Words(List<String> words) -> writeBytes(out, 'W', String.join("\0", words));
      case Input(byte[] bytes) -> writeBytes(out, 'I', bytes);
      case EndOfInput _ -> writeBytes(out, 'E', new byte[0]);
      case Out(String line) -> writeBytes(out, 'O', line);
      case Err(String line) -> writeBytes(out, 'R', line);
      case Progress(String what, long done, long total) ->
          writeBytes(out, 'P', done + "\0" + total + "\0" + what);
      case Exit(int code) -> writeBytes(out, 'X', Integer.toString(code));
    }
  }

  /// Reads the next frame.
  ///
  /// @throws EOFException where the other side is gone
  /// @throws IOException for a frame that is none
  static AdminFrame read(DataInputStream in) throws IOException {
    int type = in.readUnsignedByte();
    int length = in.readInt();
    if (length < 0 || length > MAX_LENGTH) {
      throw new IOException("frame of " + length + " bytes");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return switch (type) {
      case 'W' -> new Words(split(text(bytes)));
      case 'I' -> new Input(bytes);
      case 'E' -> new EndOfInput();
      case 'O' -> new Out(text(bytes));
      case 'R' -> new Err(text(bytes));
      case 'P' -> progress(split(text(bytes)));
      case 'X' -> new Exit(number(text(bytes)));
      default -> throw new IOException("unknown frame type " + type);
    };
  }

  private static Progress progress(List<String> parts) throws IOException {
    if (parts.size() != 3) {
      throw new IOException("bad progress frame");
    }
    return new Progress(parts.get(2), number(parts.get(0)), number(parts.get(1)));
  }

  private static int number(String text) throws IOException {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IOException("bad number in frame", e);
    }
  }

  private static List<String> split(String joined) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = joined.indexOf('\0'); at >= 0; at = joined.indexOf('\0', from)) {
      parts.add(joined.substring(from, at));
      from = at + 1;
    }
    parts.add(joined.substring(from));
    return parts;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void writeBytes(DataOutputStream out, char type, String text) throws IOException {
    writeBytes(out, type, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void writeBytes(DataOutputStream out, char type, byte[] bytes) throws IOException {
    if (bytes.length > MAX_LENGTH) {
      throw new IOException("frame of " + bytes.length + " bytes");
    }
    out.writeByte(type);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
