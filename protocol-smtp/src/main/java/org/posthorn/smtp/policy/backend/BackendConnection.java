package org.posthorn.smtp.policy.backend;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Future;
import org.posthorn.config.value.SocketTarget;

/// A connection to another program, over TCP or a Unix socket, that ends at a deadline. For one
/// thread.
public final class BackendConnection implements AutoCloseable {
  private final SocketChannel channel;
  private final Deadlines deadlines;
  private Future<?> alarm;

  private BackendConnection(SocketChannel channel, Deadlines deadlines, Duration time) {
    this.channel = channel;
    this.deadlines = deadlines;
    this.alarm = deadlines.closeAfter(channel, time);
  }

  /// Connects.
  ///
  /// @param time for everything, connecting included, until [#extend]
  public static BackendConnection open(SocketTarget target, Duration time, Deadlines deadlines)
      throws IOException {
    SocketAddress address = target.toSocketAddress();
    if (address instanceof InetSocketAddress internet && internet.isUnresolved()) {
      throw new IOException("no such host: " + internet.getHostString());
    }
    SocketChannel channel =
        target.isUnix() ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
    BackendConnection connection = new BackendConnection(channel, deadlines, time);
    try {
      channel.connect(address);
      return connection;
    } catch (IOException e) {
      connection.close();
      throw e;
    }
  }

  /// The deadline is so far away from now on.
  public void extend(Duration time) {
    alarm.cancel(false);
    alarm = deadlines.closeAfter(channel, time);
  }

  /// There is no deadline until [#extend]: nothing is being waited for.
  public void rest() {
    alarm.cancel(false);
  }

  /// Writes all of it.
  public void write(ByteBuffer octets) throws IOException {
    while (octets.hasRemaining()) {
      channel.write(octets);
    }
  }

  /// Reads some octets.
  ///
  /// @return how many; -1 at the end
  public int read(ByteBuffer octets) throws IOException {
    return channel.read(octets);
  }

  /// Fills the buffer.
  ///
  /// @throws EOFException where the other side ends before
  public void readFully(ByteBuffer octets) throws IOException {
    while (octets.hasRemaining()) {
      if (channel.read(octets) < 0) {
        throw new EOFException("the other side hung up");
      }
    }
  }

  /// Ends the connection.
  @Override
  public void close() throws IOException {
    alarm.cancel(false);
    channel.close();
  }
}
