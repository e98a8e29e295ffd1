package org.posthorn.storage.engine.mysql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.posthorn.config.value.HostPort;

/// A way to a server that is cut in the moment of a COMMIT: before the server has heard of it, or
/// before it could answer.
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final HostPort target;
  private final Supplier<Cut> next;
  private final LongAdder requests = new LongAdder();

  /// What happens to a COMMIT.
  enum Cut {
    NONE,
    BEFORE,
    AFTER
  }

  /// @param next asked with each COMMIT
  CuttingProxy(HostPort target, Supplier<Cut> next) throws IOException {
    this.listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    this.target = target;
    this.next = next;
    Thread.ofVirtual().start(this::accept);
  }

  /// A way that is never cut.
  static CuttingProxy whole(HostPort target) throws IOException {
    return new CuttingProxy(target, () -> Cut.NONE);
  }

  /// How many requests went to the server, but for logging in.
  long requests() {
    return requests.sum();
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(target.host(), target.port());
        Thread.ofVirtual().start(() -> pass(client, server, true));
        Thread.ofVirtual().start(() -> pass(server, client, false));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void pass(Socket from, Socket to, boolean fromClient) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[1 << 16];
      Packets packets = new Packets();
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        if (fromClient) {
          requests.add(packets.begunIn(buffer, count));
        }
        boolean commit = fromClient && has(buffer, count);
        Cut cut = commit ? next.get() : Cut.NONE;
        if (cut == Cut.AFTER) {
          // The answer finds nobody.
          from.close();
        }
        if (cut == Cut.BEFORE) {
          return;
        }
        out.write(buffer, 0, count);
      }
    } catch (IOException _) {
      // cut, or at its end
    }
  }

  /// Follows the packets of the protocol: three octets of length, the number of the packet in its
  /// sequence, and what it holds. A request is a packet with the number 0.
  private static final class Packets {
    private int header;
    private long length;
    private long left;

    /// How many requests begin among these octets.
    long begunIn(byte[] octets, int count) {
      long begun = 0;
      int at = 0;
      while (at < count) {
        if (left > 0) {
          long skipped = Math.min(left, count - at);
          left -= skipped;
          at += (int) skipped;
        } else if (header < 3) {
          length |= (octets[at++] & 0xFFL) << (8 * header++);
        } else {
          begun += octets[at++] == 0 ? 1 : 0;
          left = length;
          length = 0;
          header = 0;
        }
      }
      return begun;
    }
  }

  private static boolean has(byte[] buffer, int count) {
    return new String(buffer, 0, count, StandardCharsets.ISO_8859_1).contains("COMMIT");
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
