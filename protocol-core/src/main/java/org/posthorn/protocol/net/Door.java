package org.posthorn.protocol.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.posthorn.protocol.limit.ConnectionCounter;
import org.posthorn.protocol.session.ChannelBridge;
import org.posthorn.protocol.session.Connection;
import org.posthorn.protocol.session.ConnectionSetup;
import org.posthorn.protocol.session.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets new connections of one listener in, or turns them away. Event loop only.
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a channel is told to its handlers
final class Door extends ChannelInitializer<Channel> {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);

  private static final Duration HEADER_PATIENCE = Duration.ofSeconds(10);

  private final ListenerSpec spec;
  private final ConnectionSetup setup;
  private final ConnectionCounter counter;
  private final Connections connections;
  private final BooleanSupplier stopping;

  Door(
      ListenerSpec spec,
      ConnectionSetup setup,
      ConnectionCounter counter,
      Connections connections,
      BooleanSupplier stopping) {
    this.spec = spec;
    this.setup = setup;
    this.counter = counter;
    this.connections = connections;
    this.stopping = stopping;
  }

  @Override
  protected void initChannel(Channel channel) {
    InetSocketAddress peer = (InetSocketAddress) channel.remoteAddress();
    if (peer == null) {
      channel.close(); // gone before it was accepted
    } else if (spec.proxies().stream().anyMatch(net -> net.contains(peer.getAddress()))) {
      ProxyHeader.install(channel, HEADER_PATIENCE, client -> enter(channel, client));
    } else {
      enter(channel, peer);
    }
  }

  private void enter(Channel channel, InetSocketAddress client) {
    if (stopping.getAsBoolean()) {
      refuse(channel, client, Refusal.SHUTTING_DOWN);
      return;
    }
    switch (counter.enter(client.getAddress(), spec.limits())) {
      case ADMITTED -> admit(channel, client);
      case TOO_MANY -> refuse(channel, client, Refusal.TOO_MANY_CONNECTIONS);
      case TOO_MANY_FROM_ADDRESS -> refuse(channel, client, Refusal.TOO_MANY_FROM_ADDRESS);
    }
  }

  private void admit(Channel channel, InetSocketAddress client) {
    setup.metrics().connectionOpened();
    channel
        .closeFuture()
        .addListener(
            _ -> {
              counter.leave(client.getAddress());
              setup.metrics().connectionClosed();
            });
    Connection connection = ChannelBridge.install(channel, client, setup);
    connections.add(connection);
    if (stopping.getAsBoolean()) {
      connection.shutDown(); // a drain may have begun in between
    }
  }

  private void refuse(Channel channel, InetSocketAddress client, Refusal reason) {
    setup.metrics().connectionRefused(reason.name().toLowerCase(Locale.ROOT));
    LOG.atInfo()
        .addKeyValue("protocol", setup.factory().name())
        .addKeyValue("remote", client.getAddress().getHostAddress())
        .addKeyValue("reason", reason)
        .log("connection refused");
    if (spec.implicitTls()) {
      channel.close(); // a handshake would cost more than the words are worth
      return;
    }
    byte[] words = setup.factory().refusal(reason).getBytes(StandardCharsets.US_ASCII);
    channel.pipeline().addLast("refused", new Refused(words));
  }
}
