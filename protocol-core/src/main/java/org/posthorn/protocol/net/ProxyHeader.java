package org.posthorn.protocol.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits for the PROXY protocol header (version 1 or 2) of a trusted proxy, and goes away.
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a channel is told to its handlers
final class ProxyHeader extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyHeader.class);
  private static final int MAX_EXTENSIONS = 2048;

  private final Consumer<InetSocketAddress> then;
  private final Future<?> timeout;

  private ProxyHeader(Consumer<InetSocketAddress> then, Future<?> timeout) {
    this.then = then;
    this.timeout = timeout;
  }

  /// @param then is given the client's address
  static void install(Channel channel, Duration patience, Consumer<InetSocketAddress> then) {
    var timeout =
        channel
            .eventLoop()
            .schedule(() -> channel.close(), patience.toMillis(), TimeUnit.MILLISECONDS);
    channel
        .pipeline()
        .addLast("proxy-decoder", new HAProxyMessageDecoder(MAX_EXTENSIONS, true))
        .addLast("proxy", new ProxyHeader(then, timeout));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof HAProxyMessage header)) {
      ReferenceCountUtil.release(message);
      return;
    }
    try {
      timeout.cancel(false);
      InetSocketAddress client = client(context, header);
      // The decoder leaves by itself and hands on what came behind the header.
      then.accept(client);
      context.pipeline().remove(this);
    } catch (UnknownHostException e) {
      exceptionCaught(context, e);
    } finally {
      header.release();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    timeout.cancel(false);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.atWarn()
        .addKeyValue("proxy", context.channel().remoteAddress())
        .addKeyValue("cause", cause.toString())
        .log("bad PROXY header");
    timeout.cancel(false);
    context.close();
  }

  private static InetSocketAddress client(ChannelHandlerContext context, HAProxyMessage header)
      throws UnknownHostException {
    String source = header.sourceAddress();
    byte[] address = source == null ? null : NetUtil.createByteArrayFromIpAddressString(source);
    // LOCAL: the proxy speaks for itself (a health check). UNKNOWN: it cannot say for whom.
    if (header.command() == HAProxyCommand.LOCAL || address == null) {
      return (InetSocketAddress) context.channel().remoteAddress();
    }
    return new InetSocketAddress(InetAddress.getByAddress(address), header.sourcePort());
  }
}
