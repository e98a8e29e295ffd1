package org.posthorn.protocol.net;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/// A bound port. Thread-safe.
public final class Listener {
  private final Channel channel;
  private final String protocol;

  Listener(Channel channel, String protocol) {
    this.channel = channel;
    this.protocol = protocol;
  }

  /// The address it is bound to, with the port that was taken.
  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  /// The protocol's name.
  public String protocol() {
    return protocol;
  }

  /// Accepts no more connections; those that exist go on.
  public void close() {
    channel.close().syncUninterruptibly();
  }
}
