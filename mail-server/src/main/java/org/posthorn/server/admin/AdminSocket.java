package org.posthorn.server.admin;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The daemon's end of the admin socket: runs the commands that the command line hands over, each
/// on a virtual thread of its own. Thread-safe.
public final class AdminSocket implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AdminSocket.class);

  private final Path path;
  private final Runner runner;
  private final ServerSocketChannel server;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  /// Parses and runs words on the live store.
  @FunctionalInterface
  public interface Runner {
    /// @return the exit code
    int run(List<String> words, Console console);
  }

  /// Listens at the path; a socket file that a killed daemon left there is replaced. Whether
  /// another daemon runs is decided by the store's lock, which the caller holds.
  ///
  /// @throws IOException where the path cannot be bound
  public AdminSocket(Path path, Runner runner) throws IOException {
    this.path = path;
    this.runner = runner;
    Files.deleteIfExists(path);
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      bindPrivately();
    } catch (IOException e) {
      server.close();
      throw e;
    }
    Thread.ofVirtual().name("admin-socket").start(this::accept);
  }

  /// Binds under a name that nobody can open yet, then gives it its own: at no time can another
  /// user connect, whatever the umask.
  private void bindPrivately() throws IOException {
    Path folder = Files.createTempDirectory(path.toAbsolutePath().getParent(), ".admin");
    try {
      Path hidden = folder.resolve("s");
      server.bind(UnixDomainSocketAddress.of(hidden));
      Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("rw-------"));
      Files.move(hidden, path);
    } finally {
      Files.deleteIfExists(folder);
    }
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        open.add(client);
        Thread.ofVirtual().name("admin").start(() -> converse(client));
      }
    } catch (ClosedChannelException _) {
      // closed by close()
    } catch (IOException e) {
      log.atError().setCause(e).log("the admin socket stopped accepting");
    }
  }

  private void converse(SocketChannel client) {
    try (client) {
      DataInputStream in = new DataInputStream(Channels.newInputStream(client));
      DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(client)));
      if (AdminFrame.read(in) instanceof AdminFrame.Words(List<String> words)) {
        int code = runner.run(words, new SocketConsole(in, out));
        synchronized (out) {
          AdminFrame.write(out, new AdminFrame.Exit(code));
          out.flush();
        }
      }
    } catch (IOException e) {
      log.atDebug().setCause(e).log("an admin connection broke");
    } finally {
      open.remove(client);
    }
  }

  /// Stops accepting and ends the conversations that go on.
  @Override
  public void close() {
    try {
      server.close();
      for (SocketChannel client : open) {
        client.close();
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      log.atWarn().setCause(e).log("could not close the admin socket");
    }
  }
}
