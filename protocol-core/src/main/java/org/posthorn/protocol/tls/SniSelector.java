package org.posthorn.protocol.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Reads the client's first message, chooses the certificate, and makes room for the TLS handler
/// proper.
final class SniSelector extends AbstractSniHandler<TlsIdentity> {
  /// A ClientHello with a post-quantum key share and many extensions stays well below.
  private static final int MAX_CLIENT_HELLO = 32 * 1024;

  private final TlsContexts contexts;
  private final Duration timeout;

  SniSelector(TlsContexts contexts, Duration timeout) {
    super(MAX_CLIENT_HELLO, timeout.toMillis());
    this.contexts = contexts;
    this.timeout = timeout;
  }

  @Override
  protected Future<TlsIdentity> lookup(ChannelHandlerContext context, @Nullable String hostName) {
    return context.executor().newSucceededFuture(contexts.choose(hostName == null ? "" : hostName));
  }

  @Override
  protected void onLookupComplete(
      ChannelHandlerContext context, @Nullable String hostName, Future<TlsIdentity> future) {
    TlsIdentity identity = future.getNow();
    context.channel().attr(TlsInfo.IDENTITY).set(identity);
    context.channel().attr(TlsInfo.SERVER_NAME).set(hostName);
    SslHandler handler = identity.context().newHandler(context.alloc());
    handler.setHandshakeTimeoutMillis(timeout.toMillis());
    context.pipeline().replace(this, "tls", handler);
  }
}
