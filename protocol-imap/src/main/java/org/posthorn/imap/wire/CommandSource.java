package org.posthorn.imap.wire;

import java.io.IOException;
import java.util.Optional;
import org.posthorn.protocol.frame.Input;
import org.posthorn.protocol.frame.LineTooLongException;
import org.posthorn.protocol.frame.Output;

/// Where the rest of a command comes from once its first line is there. All methods wait as needed.
public interface CommandSource {

  /// The next line without its line end; empty if it was too long and has been thrown away.
  Optional<byte[]> line() throws IOException;

  /// Fills the slice with the next octets.
  void literal(byte[] target, int offset, int length) throws IOException;

  /// Passes over the next octets.
  void skip(long octets) throws IOException;

  /// Tells the client to send the literal it announced (RFC 9051 §7.6).
  void invite() throws IOException;

  /// The source that a connection is.
  static CommandSource of(Input input, Output output) {
    return new CommandSource() {
      @Override
      public Optional<byte[]> line() throws IOException {
        try {
          return Optional.of(input.line().bytes());
        } catch (LineTooLongException _) {
          return Optional.empty();
        }
      }

      @Override
      public void literal(byte[] target, int offset, int length) throws IOException {
        int read = input.literal(length).readNBytes(target, offset, length);
        if (read < length) {
          throw new IllegalStateException("a literal of " + length + " octets ended after " + read);
        }
      }

      @Override
      public void skip(long octets) throws IOException {
        input.literal(octets).skipRest();
      }

      @Override
      public void invite() throws IOException {
        output.ascii("+ OK\r\n");
      }
    };
  }
}
