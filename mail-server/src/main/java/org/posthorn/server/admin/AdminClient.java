package org.posthorn.server.admin;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The command line's end of the admin socket. Used by one thread.
public final class AdminClient implements AutoCloseable {
  private static final int PIECE = 64 * 1024;

  private final SocketChannel channel;
  private final DataInputStream in;
  private final DataOutputStream out;

  private AdminClient(SocketChannel channel) {
    this.channel = channel;
    this.in = new DataInputStream(Channels.newInputStream(channel));
    this.out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
  }

  /// Connects to the daemon; empty where none listens (a socket file that a killed daemon left does
  /// not count).
  ///
  /// @throws IOException where the socket is there but may not be opened
  public static Optional<AdminClient> connect(Path socket) throws IOException {
    if (!Files.exists(socket)) {
      return Optional.empty();
    }
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return Optional.of(new AdminClient(channel));
    } catch (IOException e) {
      channel.close();
      if (Files.isWritable(socket)) {
        return Optional.empty();
      }
      throw new IOException("may not open " + socket + ": run this as the daemon's user", e);
    }
  }

  /// Has the daemon run the words; input and output go through the console.
  ///
  /// @param withInput whether the command reads input: else the console's is left alone
  /// @return the exit code
  /// @throws IOException where the daemon goes away before it has answered
  public int run(List<String> words, Console console, boolean withInput) throws IOException {
    try {
      AdminFrame.write(out, new AdminFrame.Words(words));
      if (withInput) {
        sendInput(console.input());
      }
      AdminFrame.write(out, new AdminFrame.EndOfInput());
      out.flush();
    } catch (IOException _) {
      // The daemon may have refused before it had read everything: its answer says so.
    }
    while (true) {
      switch (AdminFrame.read(in)) {
        case AdminFrame.Out(String line) -> console.out(line);
        case AdminFrame.Err(String line) -> console.err(line);
        case AdminFrame.Progress(String what, long done, long total) ->
            console.progress(what, done, total);
        case AdminFrame.Exit(int code) -> {
          return code;
        }
        case AdminFrame.Words _, AdminFrame.Input _, AdminFrame.EndOfInput _ ->
            throw new IOException("unexpected frame from the daemon");
      }
    }
  }

  /// The daemon reads while it works, so input longer than the socket's buffer is sent beside.
  private void sendInput(InputStream input) throws IOException {
    byte[] piece = new byte[PIECE];
    for (int count = input.read(piece); count >= 0; count = input.read(piece)) {
      AdminFrame.write(out, new AdminFrame.Input(java.util.Arrays.copyOf(piece, count)));
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
