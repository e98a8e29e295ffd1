package org.posthorn.server.metrics;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A small HTTP server: `/metrics` for Prometheus, `/healthz` (the process answers) and `/readyz`
/// (it can do its work; 503 with the reason where it cannot). One answer a connection. Thread-safe.
public final class MetricsServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MetricsServer.class);
  private static final int MAX_REQUEST = 16 * 1024;
  private static final int TIMEOUT_SECONDS = 10;
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final DaemonMetrics metrics;
  private final Supplier<Readiness> readiness;
  private final EventLoopGroup loop;
  private final Channel channel;

  /// Listens at the address.
  ///
  /// @throws IOException where it cannot be bound
  public MetricsServer(
      InetSocketAddress address, DaemonMetrics metrics, Supplier<Readiness> readiness)
      throws IOException {
    this.metrics = metrics;
    this.readiness = readiness;
    this.loop =
        new MultiThreadIoEventLoopGroup(
            1, Thread.ofPlatform().name("metrics").daemon().factory(), NioIoHandler.newFactory());
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel client) {
                    client
                        .pipeline()
                        .addLast(
                            new ReadTimeoutHandler(TIMEOUT_SECONDS),
                            new HttpServerCodec(),
                            new HttpObjectAggregator(MAX_REQUEST),
                            new Answers());
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      var _ = loop.shutdownGracefully();
      throw new IOException(
          "cannot listen on " + address + " for metrics: " + bound.cause().getMessage(),
          bound.cause());
    }
    this.channel = bound.channel();
    log.atInfo().addKeyValue("address", channel.localAddress()).log("serving metrics");
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private final class Answers extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      context.writeAndFlush(answer(request)).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      log.atDebug().setCause(cause).log("an HTTP connection broke");
      var _ = context.close();
    }
  }

  private FullHttpResponse answer(FullHttpRequest request) {
    if (!request.method().equals(HttpMethod.GET)) {
      return response(HttpResponseStatus.METHOD_NOT_ALLOWED, TEXT, "GET only\n");
    }
    String path = request.uri().split("\\?", 2)[0];
    return switch (path) {
      case "/metrics" -> response(HttpResponseStatus.OK, PROMETHEUS_TEXT, metrics.scrape());
      case "/healthz" -> response(HttpResponseStatus.OK, TEXT, "alive\n");
      case "/readyz" -> readiness(readiness.get());
      default ->
          response(HttpResponseStatus.NOT_FOUND, TEXT, "try /metrics, /healthz or /readyz\n");
    };
  }

  private static FullHttpResponse readiness(Readiness now) {
    return response(
        now.ready() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
        TEXT,
        now.reason() + "\n");
  }

  private static FullHttpResponse response(HttpResponseStatus status, String type, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(bytes));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, type)
        .setInt(HttpHeaderNames.CONTENT_LENGTH, bytes.length)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return response;
  }
}
