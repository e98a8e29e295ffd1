package org.posthorn.protocol.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import org.posthorn.protocol.tls.TlsInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The end of a channel's pipeline: hands bytes to the session and tells it of the end, of TLS, and
/// of room for writes. Event loop only.
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a channel is told to its handlers
public final class ChannelBridge extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelBridge.class);

  private final ConnectionSetup setup;
  private final Connection connection;

  private ChannelBridge(ConnectionSetup setup, Connection connection) {
    this.setup = setup;
    this.connection = connection;
  }

  /// Puts a session at the end of a channel's pipeline and starts it, after the TLS handshake if
  /// TLS is implicit.
  ///
  /// @param remote the client's address, as a trusted proxy has named it or as it connected
  public static Connection install(
      Channel channel, InetSocketAddress remote, ConnectionSetup setup) {
    Connection connection = new Connection(SessionIds.next(), channel, remote, setup);
    if (setup.implicitTls()) {
      channel
          .pipeline()
          .addLast(
              "tls",
              setup.tls().orElseThrow().newHandler(connection.limits().timeouts().handshake()));
    }
    channel.pipeline().addLast("session", new ChannelBridge(setup, connection));
    LOG.atDebug()
        .addKeyValue("session", connection.id())
        .addKeyValue("protocol", setup.factory().name())
        .addKeyValue("remote", connection.remoteHost())
        .log("connected");
    if (!setup.implicitTls()) {
      connection.loop().wake();
    }
    return connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes) {
      setup.metrics().received(bytes.readableBytes());
      connection.queue().offer(context.alloc(), bytes);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    connection.upgrade().failed(new ClosedChannelException());
    connection.output().signal();
    connection.queue().end();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    connection.output().signal();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    switch (event) {
      case SslHandshakeCompletionEvent handshake -> handshakeEnded(context, handshake);
      case SslCloseCompletionEvent _, ChannelInputShutdownEvent _ -> inputEnded(context);
      default -> {
        // Nothing to us.
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // Resets and broken TLS records are the peer's affair, and nothing an admin has to know.
    LOG.atDebug()
        .addKeyValue("session", connection.id())
        .addKeyValue("remote", connection.remoteHost())
        .addKeyValue("cause", cause.toString())
        .log("connection failed");
    connection.upgrade().failed(cause);
    context.close();
  }

  private void inputEnded(ChannelHandlerContext context) {
    if (connection.loop().isOver()) {
      context.close();
    } else {
      connection.queue().end();
    }
  }

  private void handshakeEnded(
      ChannelHandlerContext context, SslHandshakeCompletionEvent handshake) {
    if (!handshake.isSuccess()) {
      setup.metrics().handshake("none", "failed");
      LOG.atInfo()
          .addKeyValue("session", connection.id())
          .addKeyValue("protocol", setup.factory().name())
          .addKeyValue("remote", connection.remoteHost())
          .addKeyValue("cause", String.valueOf(handshake.cause().getMessage()))
          .log("TLS handshake failed");
      connection.upgrade().failed(handshake.cause());
      context.close();
      return;
    }
    TlsInfo info = TlsInfo.of(context.channel());
    setup.metrics().handshake(info.version(), "ok");
    connection.upgrade().succeeded(info);
    if (setup.implicitTls()) {
      connection.loop().wake();
    }
  }
}
